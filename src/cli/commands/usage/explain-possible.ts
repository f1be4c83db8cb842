import { explainCall } from '../../../application/ledger/explain-call.ts';
import type { ApiCode, ServiceId } from '../../../domain/shared/ids.ts';
import { noSuchService } from '../services/no-such-service.ts';
import type { Tools } from '../with-database.ts';
import type { ExplainOptions } from './explain-options.ts';
import type { Explained } from './explained-json.ts';
import { gateLine } from './gate.ts';
import { gatesOf } from './gates.ts';
import { findKey } from './name-key.ts';

type Named = { readonly key: string; readonly api: string };

/** What would become of a call that nobody makes. */
export async function explainPossible(
  tools: Tools,
  { key, api }: Named,
  { service, quantity, ip }: ExplainOptions,
): Promise<Explained> {
  const { id: keyId } = await findKey(tools.uow, key);
  const serviceId = service === undefined ? null : await findService(tools, service);
  const call = { keyId, serviceId, apiCode: api as ApiCode, quantity, clientIp: ip ?? null };
  const gates = gatesOf(call, await explainCall(tools)(call));
  const first = gates.find(({ verdict }) => verdict === 'refused');
  const end = first ? `such a call is refused: ${first.code}` : 'such a call is let through; nothing was taken';
  return { answer: { call: null, gates, refused: null }, text: () => [...gates.map(gateLine), end].join('\n') };
}

async function findService({ uow }: Tools, name: string): Promise<ServiceId> {
  const found = await uow.run(({ services }) => services.findByName(name));
  if (!found) throw noSuchService(name);
  return found.id;
}
