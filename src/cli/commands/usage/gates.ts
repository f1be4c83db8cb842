import { publicId } from '../../../adapters/http/public-id.ts';
import type { ExplainedCall, NamedCall } from '../../../application/ledger/explain-call.ts';
import type { Explanation } from '../../../application/ledger/explain-usage.ts';
import { type Gate, gate } from './gate.ts';
import { KEY_GATE_WORDS } from './key-gate-words.ts';
import { serviceGates } from './service-gates.ts';

/** What each gate says of this call now, in the order in which a call meets them. */
export function gatesOf(call: NamedCall, explained: ExplainedCall, chargedAt: Date | null = null): Gate[] {
  const { explanation, service } = explained;
  const ofService = service ? serviceGates(service) : [];
  if (explanation.kind === 'unknown_api') {
    return [...ofService, gate('known_api', 'unknown_api', 'one that is sold', call.apiCode)];
  }
  const [known, ...rules] = keyGates(call, explanation);
  return [...ofService, ...(known ? [known] : []), ...priceGate(call, explained), onceGate(chargedAt), ...rules];
}

type Asked = Exclude<Explanation, { kind: 'unknown_api' }>;

function keyGates(call: NamedCall, { facts, verdicts }: Asked): Gate[] {
  // That a token is well formed is known once its key is.
  const asked = verdicts.filter(({ gate: name }) => name !== 'well_formed');
  return asked.map(({ gate: name, refusal }) => {
    const [rule, figure] = facts ? KEY_GATE_WORDS[name](facts, call) : ['a key of ours', publicId('key', call.keyId)];
    // Without an address, a list of addresses cannot be asked.
    const isAsked = refusal?.code !== 'client_ip_missing';
    return isAsked ? gate(name, refusal?.code ?? null, rule, figure) : { ...UNASKED, gate: name, rule };
  });
}

const UNASKED = { verdict: 'not_asked', code: null, figure: 'say --ip' } as const;

function priceGate({ quantity }: NamedCall, { price }: ExplainedCall): Gate[] {
  if (!price) return [];
  const { pointsPerCall, version } = price;
  const total = pointsPerCall * BigInt(quantity);
  return [gate('price', null, `${pointsPerCall} points a call, version ${version}`, `${quantity} cost ${total}`)];
}

/** The same word again is the same call, whatever its key may do by then. */
const onceGate = (chargedAt: Date | null): Gate =>
  gate(
    'idempotency',
    null,
    'one charge per service, account and idempotency key',
    chargedAt ? `this one was charged at ${chargedAt.toISOString()}` : 'a new key',
  );
