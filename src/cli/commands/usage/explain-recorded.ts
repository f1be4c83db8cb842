import { parseId, publicId } from '../../../adapters/http/public-id.ts';
import {
  type CallName,
  explainRecordedCall,
  type RecordedExplanation,
} from '../../../application/ledger/explain-recorded-call.ts';
import type { ConsumptionId } from '../../../domain/shared/ids.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { UsageError } from '../usage-error.ts';
import type { Tools } from '../with-database.ts';
import type { ExplainOptions } from './explain-options.ts';
import type { Explained } from './explained-json.ts';
import { gateLine } from './gate.ts';
import { gatesOf } from './gates.ts';
import { readKey } from './name-key.ts';

/** A call that was charged, and what would become of the same call now. */
export async function explainRecorded(tools: Tools, name: string, options: ExplainOptions): Promise<Explained> {
  const found = await explainRecordedCall(tools)(nameOf(name, options));
  if (found.kind !== 'recorded') throw new ExpectedFailure(WHY_NOT[found.kind]);
  const { keyId, serviceId, apiCode, quantity } = found.call.call;
  const gates = gatesOf(
    { keyId, serviceId, apiCode, quantity, clientIp: options.ip ?? null },
    found.again,
    found.call.at,
  );
  return { answer: { call: callJson(found), gates, refused: null }, text: () => describe(found, gates.map(gateLine)) };
}

/** Idempotency keys are a service's own words, and may begin with anything. */
function nameOf(text: string, { service, key }: ExplainOptions): CallName {
  const usageId = parseId<ConsumptionId>('use', text);
  if (usageId) return { usageId };
  if (service !== undefined && key !== undefined) {
    return { idempotencyKey: text, serviceName: service, keyId: readKey(key) };
  }
  throw new UsageError('say a call such as use_0192…, or its idempotency key with --service and --key');
}

const WHY_NOT: Readonly<Record<Exclude<RecordedExplanation['kind'], 'recorded'>, string>> = {
  never_charged:
    'nothing was ever taken for this call: it did not come, or was refused; why, "seahorse usage explain --key key_…" tells',
  unknown_service: 'there is no such service; "seahorse services list" names them all',
  unknown_key: 'there is no such key, or it was deleted; a call is also found by its id, use_…',
};

type Recorded = Extract<RecordedExplanation, { kind: 'recorded' }>;

const callJson = ({ call: recorded }: Recorded) => ({
  ...{ id: publicId('use', recorded.id), at: recorded.at, user: publicId('usr', recorded.accountId) },
  ...{ key: publicId('key', recorded.call.keyId), service: recorded.call.serviceId, api: recorded.call.apiCode },
  ...{ quantity: recorded.call.quantity, price_version: recorded.call.priceVersion },
  ...{ points: String(recorded.points), balance_after: String(recorded.balanceAfter) },
  lots: recorded.draws.map(({ lotId, points }) => ({ lot_id: lotId, points: String(points) })),
  reversed_at: recorded.reversedAt,
});

function describe(found: Recorded, gates: readonly string[]): string {
  const { id, at, quantity, api, points, price_version, balance_after, lots, reversed_at, key } = callJson(found);
  const again = found.call.reversedAt ? [`reversed at ${reversed_at?.toISOString()}: the points are back`] : [];
  return [
    `${id}  charged at ${at.toISOString()}, once: its idempotency key stands for it for ever`,
    `${quantity} × ${api} with ${key}: ${points} points (price version ${price_version ?? 'unknown'}), ${balance_after} left`,
    ...lots.map((lot) => `  ${lot.points} points of lot ${lot.lot_id}`),
    ...again,
    'every gate let it through; of another call like it they would say now:',
    ...gates,
  ].join('\n');
}
