import { availablePoints } from '../../domain/ledger/balance.ts';
import { heldPoints } from '../../domain/ledger/hold.ts';
import type { RecordedCall } from '../../domain/ledger/points-ledger.ts';
import { decideReversal, expiredOf } from '../../domain/ledger/reversal.ts';
import type { Reversal } from '../../domain/ledger/reversals.ts';
import type { ConsumptionId, HoldId, ServiceId } from '../../domain/shared/ids.ts';
import { min, minus } from '../../domain/shared/points.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { returnToKey } from './return-to-key.ts';
import { writeOffExpired } from './write-off-expired.ts';

type Needs = 'apiKeys' | 'ledger' | 'holds' | 'reversals' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needs>; readonly ids: IdSource };
type Wanted = { readonly serviceId: ServiceId; readonly usageId: ConsumptionId; readonly reason: string | null };

export type ReverseOutcome =
  | { readonly kind: 'reversed'; readonly replayed: boolean; readonly reversal: Reversal }
  | { readonly kind: 'unknown_usage' };
export type ReverseUsage = (wanted: Wanted) => Promise<ReverseOutcome>;

/**
 * Undoes a call that was charged and not served: its points go back to the lots that paid, whole and once, and leave the
 * budgets of the key. What goes to a lot that has expired is written off at once. The same again is answered alike, with the
 * first reason.
 */
export const reverseUsage =
  ({ uow, ids }: Dependencies): ReverseUsage =>
  ({ serviceId, usageId, reason }) =>
    uow.run(async (stores) => {
      const accountId = await stores.ledger.findAccountOfCall(usageId);
      if (accountId === null) return { kind: 'unknown_usage' };
      await stores.ledger.lock(accountId);
      const decision = decideReversal(await stores.ledger.findCall(accountId, usageId), serviceId);
      if (decision.kind === 'unknown_usage') return decision;
      if (decision.kind === 'reversed_before') {
        const reversal = (await stores.reversals.find(accountId, usageId)) as Reversal;
        return { kind: 'reversed', replayed: true, reversal };
      }
      const reversal = await reverse(stores, ids, decision, reason);
      return { kind: 'reversed', replayed: false, reversal };
    });

type Decided = Extract<ReturnType<typeof decideReversal>, { kind: 'reversed' }>;

async function reverse(
  stores: Pick<Stores, Needs>,
  ids: IdSource,
  { call: recorded, lines }: Decided,
  reason: string | null,
): Promise<Reversal> {
  const { ledger, reversals, clock } = stores;
  const { accountId, id: usageId, call, points, draws } = recorded;
  const now = await clock.now();
  await ledger.post({ accountId, causeId: usageId, lines, call, at: now });
  const expired = expiredOf(draws, await ledger.listLots(accountId), now);
  const availableAfter = availablePoints(await writeOffExpired(ledger, ids, accountId, now), now);
  await correctMeter(stores, recorded, now);
  const reversal = { accountId, usageId, points, expired, availableAfter, reason, at: now };
  await reversals.add(reversal);
  return reversal;
}

/** A captured call was counted when its points were held, and what went beyond that when it was captured. */
async function correctMeter({ apiKeys, holds }: Pick<Stores, Needs>, recorded: RecordedCall, now: Date): Promise<void> {
  const { keyId } = recorded.call;
  const hold = await holds.find(recorded.id as string as HoldId);
  const held = hold ? min(heldPoints(hold), recorded.points) : recorded.points;
  const extra = minus(recorded.points, held);
  await returnToKey(apiKeys, { keyId, points: held, usedAt: hold?.heldAt ?? recorded.at, now });
  await returnToKey(apiKeys, { keyId, points: extra, usedAt: recorded.at, now });
}
