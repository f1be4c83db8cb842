import { meterAfterUse } from '../../domain/keyvault/key-meter.ts';
import { linesOf } from '../../domain/ledger/deed.ts';
import type { CallDetails } from '../../domain/ledger/entry.ts';
import { decidePlaceHold, type Hold, type HoldTerms, holdExpiry, isSameHold } from '../../domain/ledger/hold.ts';
import { holdIdOf } from '../../domain/ledger/usage-id.ts';
import type { HoldId, ServiceId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { costOf, detailsOf, judgeKey, type LockedCall, lockForCall } from './lock-for-call.ts';
import { asRefusal, type Usage, type UsageRefusal } from './usage.ts';
import { writeOffExpired } from './write-off-expired.ts';

type Needs = 'apiKeys' | 'soldApis' | 'ledger' | 'holds' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needs>; readonly ids: IdSource; readonly secrets: Secrets };

/** A call that is about to begin, and what it may cost. */
export type WantedHold = Omit<Usage, 'caller'> & {
  readonly serviceId: ServiceId;
  /** At least 1. Null: what `quantity` calls cost. */
  readonly points: Points | null;
  /** How long it holds, within `HOLD_SECONDS`. */
  readonly seconds: number;
  readonly mayExceed: boolean;
};
export type PlaceHoldOutcome =
  | { readonly kind: 'held'; readonly hold: Hold; readonly replayed: boolean }
  /** A regular answer: the call must not be served. */
  | { readonly kind: 'refused'; readonly refusal: UsageRefusal }
  | { readonly kind: 'too_many_holds'; readonly limit: number }
  | { readonly kind: 'unknown_api' }
  | { readonly kind: 'idempotency_conflict' };
export type PlaceHold = (wanted: WantedHold) => Promise<PlaceHoldOutcome>;

/**
 * Sets points aside for a call whose cost is known only afterwards, under the rules of a call and once per idempotency key. The
 * same again is answered with the hold as it is now, even if it has ended. Limits and budgets of the key count it from now on.
 */
export const placeHold =
  ({ uow, ids, secrets }: Dependencies): PlaceHold =>
  ({ serviceId, idempotencyKey, ...wanted }) =>
    uow.run(async (stores) => {
      const locked = await lockForCall(stores, secrets, wanted);
      if (locked.kind !== 'locked') return locked;
      const { accountId } = locked;
      const id = holdIdOf({ serviceId, accountId, idempotencyKey }, secrets.sha256);
      const terms = { ...wanted, points: wanted.points ?? costOf(locked), byPrice: wanted.points === null };
      const earlier = await stores.holds.find(id);
      if (earlier && !isSameHold(earlier, terms)) return { kind: 'idempotency_conflict' };
      if (earlier) return { kind: 'held', hold: earlier, replayed: true };
      return hold(stores, ids, locked, { id, call: detailsOf(locked, serviceId), terms });
    });

type Named = { readonly id: HoldId; readonly call: CallDetails; readonly terms: HoldTerms };

async function hold(
  stores: Pick<Stores, Needs>,
  ids: IdSource,
  locked: LockedCall,
  { id, call, terms }: Named,
): Promise<PlaceHoldOutcome> {
  const { key, accountId, now } = locked;
  const { apiKeys, ledger, holds } = stores;
  const { points, byPrice, mayExceed } = terms;
  const judged = await judgeKey(stores, locked, points);
  if (judged.kind === 'refused') return judged;
  const lots = await writeOffExpired(ledger, ids, accountId, now);
  const decision = decidePlaceHold(lots, points, await holds.countOpen(accountId), now);
  if (decision.kind === 'too_many_holds') return decision;
  if (decision.kind === 'insufficient_points') return { kind: 'refused', refusal: asRefusal(decision) };
  await ledger.post({ accountId, causeId: id, lines: linesOf('hold', decision.draws), call, at: now });
  const expiresAt = holdExpiry(now, terms.seconds);
  await holds.add({ id, accountId, call, byPrice, mayExceed, heldAt: now, expiresAt });
  await apiKeys.saveMeter(key, meterAfterUse(judged.meter, key, { calls: call.quantity, points, now }));
  return { kind: 'held', hold: (await holds.find(id)) as Hold, replayed: false };
}
