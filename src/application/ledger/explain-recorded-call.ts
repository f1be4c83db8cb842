import type { RecordedCall } from '../../domain/ledger/points-ledger.ts';
import { usageIdOf } from '../../domain/ledger/usage-id.ts';
import { type AccountId, type ApiKeyId, accountOf, type ConsumptionId } from '../../domain/shared/ids.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type ExplainedCall, type ExplainNeeds, explainWithin } from './explain-call.ts';

type Dependencies = { readonly uow: UnitOfWork<ExplainNeeds>; readonly secrets: Pick<Secrets, 'sha256'> };
/** By its id, or by the word that the service had for it. */
export type CallName =
  | { readonly usageId: ConsumptionId }
  | { readonly idempotencyKey: string; readonly serviceName: string; readonly keyId: ApiKeyId };
export type RecordedExplanation =
  /** `again`: what would become of the same call now. */
  | { readonly kind: 'recorded'; readonly call: RecordedCall; readonly again: ExplainedCall }
  /** Nothing was taken for it: it never came, or it was refused. */
  | { readonly kind: 'never_charged' }
  | { readonly kind: 'unknown_service' }
  | { readonly kind: 'unknown_key' };
export type ExplainRecordedCall = (name: CallName) => Promise<RecordedExplanation>;

/** A call that was paid for: every gate had let it through, so that it is asked what they would say now. */
export const explainRecordedCall =
  ({ uow, secrets }: Dependencies): ExplainRecordedCall =>
  (name) =>
    uow.run(async (stores) => {
      const found = await resolve(stores, secrets, name);
      if (found.kind !== 'named') return found;
      const call = found.accountId && (await stores.ledger.findCall(found.accountId, found.usageId));
      if (!call) return { kind: 'never_charged' };
      const { keyId, serviceId, apiCode, quantity } = call.call;
      const again = await explainWithin(stores, { keyId, serviceId, apiCode, quantity, clientIp: null });
      return { kind: 'recorded', call, again };
    });

type Resolved = { readonly kind: 'named'; readonly usageId: ConsumptionId; readonly accountId: AccountId | null };

async function resolve(
  { services, apiKeys, ledger }: Pick<Stores, ExplainNeeds>,
  { sha256 }: Pick<Secrets, 'sha256'>,
  name: CallName,
): Promise<Resolved | Extract<RecordedExplanation, { kind: `unknown_${string}` }>> {
  if ('usageId' in name) {
    return { kind: 'named', usageId: name.usageId, accountId: await ledger.findAccountOfCall(name.usageId) };
  }
  const service = await services.findByName(name.serviceName);
  if (!service) return { kind: 'unknown_service' };
  const key = await apiKeys.find(name.keyId);
  if (!key) return { kind: 'unknown_key' };
  const accountId = accountOf(key.userId);
  const named = { serviceId: service.id, accountId, idempotencyKey: name.idempotencyKey };
  return { kind: 'named', usageId: usageIdOf(named, sha256), accountId };
}
