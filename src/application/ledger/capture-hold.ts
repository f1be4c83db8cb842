import { meterAfterExtra } from '../../domain/keyvault/key-meter.ts';
import { type BudgetRefusal, refuseExtra } from '../../domain/keyvault/key-policy.ts';
import { availablePoints } from '../../domain/ledger/balance.ts';
import type { Draw } from '../../domain/ledger/consumption.ts';
import { type CaptureRefusal, captureLines, decideCapture, type Hold, heldPoints } from '../../domain/ledger/hold.ts';
import type { RecordedCall } from '../../domain/ledger/points-ledger.ts';
import type { ConsumptionId, HoldId, ServiceId } from '../../domain/shared/ids.ts';
import { min, minus, noPoints, type Points, sum } from '../../domain/shared/points.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { takenBy } from './charge-usage.ts';
import { lockHold } from './lock-hold.ts';
import { returnToKey } from './return-to-key.ts';
import type { TakenPoints } from './usage.ts';
import { writeOffExpired } from './write-off-expired.ts';

type Needs = 'apiKeys' | 'ledger' | 'holds' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needs>; readonly ids: IdSource };

export type Capture = {
  readonly serviceId: ServiceId;
  readonly holdId: HoldId;
  /** At least 1. Null: all that is held. */
  readonly points: Points | null;
};
export type CaptureOutcome =
  /** A call like any other from now on. `released` is what of the held points went back. */
  | ({ readonly kind: 'captured'; readonly replayed: boolean; readonly released: Points } & TakenPoints)
  | { readonly kind: 'unknown_hold' }
  | CaptureRefusal
  /** It asks for more than is held, and the rest passes a budget of the key. */
  | { readonly kind: 'budget_exhausted'; readonly refusal: BudgetRefusal };
export type CaptureHold = (capture: Capture) => Promise<CaptureOutcome>;

/** The end of a call for which points were held: takes what it cost and gives the rest back. The same again is answered alike. */
export const captureHold =
  ({ uow, ids }: Dependencies): CaptureHold =>
  ({ serviceId, holdId, points: wanted }) =>
    uow.run(async (stores) => {
      const hold = await lockHold(stores, holdId);
      if (hold?.call.serviceId !== serviceId) return { kind: 'unknown_hold' };
      const now = await stores.clock.now();
      const points = wanted ?? heldPoints(hold);
      const decision = decideCapture(hold, await stores.ledger.listLots(hold.accountId), points, now);
      if (decision.kind === 'captured_before') return answer(stores, hold, decision.availableAfter, true);
      if (decision.kind !== 'captured') return decision;
      const refusal = await correctMeter(stores, hold, { points, extra: decision.extra, now });
      if (refusal) return { kind: 'budget_exhausted', refusal };
      return answer(stores, hold, await capture(stores, ids, hold, { draws: decision.draws, now }), false);
    });

/** The hold counts in the budgets already: what it did not take leaves them, what it takes beyond comes on top if it may. */
async function correctMeter(
  { apiKeys }: Pick<Stores, Needs>,
  hold: Hold,
  { points, extra, now }: { readonly points: Points; readonly extra: Points; readonly now: Date },
): Promise<BudgetRefusal | null> {
  const { keyId } = hold.call;
  const held = heldPoints(hold);
  if (extra === noPoints) {
    await returnToKey(apiKeys, { keyId, points: minus(held, points), usedAt: hold.heldAt, now });
    return null;
  }
  const key = await apiKeys.find(keyId);
  if (!key) return null;
  const meter = await apiKeys.meterOf(key);
  const refusal = refuseExtra(key, meter, { points: extra, now });
  if (!refusal) await apiKeys.saveMeter(key, meterAfterExtra(meter, key, extra, now));
  return refusal;
}

/** Gives what the account can spend now. */
async function capture(
  { ledger, holds }: Pick<Stores, Needs>,
  ids: IdSource,
  hold: Hold,
  { draws, now }: { readonly draws: readonly Draw[]; readonly now: Date },
): Promise<Points> {
  const { accountId, call } = hold;
  await ledger.post({ accountId, causeId: hold.id, lines: captureLines(hold, draws), call, at: now });
  const availableAfter = availablePoints(await writeOffExpired(ledger, ids, accountId, now), now);
  const points = sum(draws.map((draw) => draw.points));
  await holds.end(hold.id, { kind: 'captured', points, availableAfter, endedAt: now });
  return availableAfter;
}

async function answer(
  { ledger }: Pick<Stores, Needs>,
  hold: Hold,
  pointsLeft: Points,
  replayed: boolean,
): Promise<CaptureOutcome> {
  const usageId = hold.id as string as ConsumptionId;
  const call = (await ledger.findCall(hold.accountId, usageId)) as RecordedCall;
  const held = heldPoints(hold);
  return { ...takenBy(call), kind: 'captured', replayed, pointsLeft, released: minus(held, min(held, call.points)) };
}
