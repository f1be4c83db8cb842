import fc from 'fast-check';
import type { FreezeEnd } from '../../src/domain/ledger/freeze.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { AccountId, LotId, OrderId, RefundId } from '../../src/domain/shared/ids.ts';
import { type Points, points } from '../../src/domain/shared/points.ts';
import { aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';

const anyPoints = fc.bigInt({ min: 4n, max: 12n }).map(points);
/** What each of the four lots is granted. */
export const anyGrants = fc.tuple(anyPoints, anyPoints, anyPoints, anyPoints);

/** Mostly of lots of the right order and no more than they have; but faults are to be alike, too. */
const anyDraw = fc.record({
  lot: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: fc.nat({ max: 3 }) }),
  points: fc.oneof(
    { weight: 9, arbitrary: fc.bigInt({ min: 1n, max: 4n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 9n }) },
  ),
});
const someDraws = fc.oneof(
  { weight: 9, arbitrary: fc.uniqueArray(anyDraw, { selector: ({ lot }) => lot, minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(anyDraw, { maxLength: 3 }) },
);
/** Few names, so that most ends find a freeze, and many freezes are of one lot. */
const common = {
  who: fc.oneof({ weight: 3, arbitrary: fc.constant(0 as const) }, { weight: 1, arbitrary: fc.constant(1 as const) }),
  refund: fc.nat({ max: 3 }),
  ms: fc.nat({ max: 9 }),
};
const anyFreeze = fc.record({ ...common, order: fc.nat({ max: 1 }), draws: someDraws });
const anyEnd = fc.record({ ...common, as: fc.constantFrom<FreezeEnd>('released', 'burned') });
type Made<A> = A extends fc.Arbitrary<infer Value> ? Value : never;
export type Deed = Made<typeof anyFreeze> | Made<typeof anyEnd>;
export const anyDeeds = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Deed>[]>({ weight: 1, arbitrary: anyFreeze }, { weight: 1, arbitrary: anyEnd }),
  { minLength: 4, maxLength: 12, size: 'max' },
);

/** Two orders with two lots each, and four refunds, of which one has the id of an order: causes are told apart by kind. */
export function someNames() {
  const refunds = [newId<RefundId>(), newId<RefundId>(), newId<RefundId>(), newId<RefundId>()] as const;
  const lots = [newId<LotId>(), newId<LotId>(), newId<LotId>(), newId<LotId>()] as const;
  return { refunds, orders: [refunds[0] as string as OrderId, newId<OrderId>()] as const, lots };
}
export type Names = ReturnType<typeof someNames>;

export async function grantBoth(ledger: PointsLedger, accountId: AccountId, names: Names, grants: readonly Points[]) {
  for (const [nth, orderId] of names.orders.entries()) {
    const lots = (['paid', 'bonus'] as const).map((kind, at) =>
      aNewLot({ id: names.lots[2 * nth + at] as LotId, kind, points: grants[2 * nth + at] as Points }),
    );
    await ledger.grant({ accountId, orderId, lots, at: NOON });
  }
}

export async function perform(ledger: PointsLedger, accountId: AccountId, deed: Deed, names: Names): Promise<boolean> {
  const [refundId, at] = [names.refunds[deed.refund] as RefundId, msAfter(NOON, deed.ms)];
  if ('as' in deed) {
    return deed.as === 'released' ? ledger.release(accountId, refundId, at) : ledger.burn(accountId, refundId, at);
  }
  const draws = deed.draws.map(({ lot, points: drawn }) => ({
    lotId: names.lots[(2 * deed.order + lot) % 4] as LotId,
    points: points(drawn),
  }));
  await ledger.lock(accountId);
  await ledger.freeze({ accountId, refundId, orderId: names.orders[deed.order] as OrderId, draws, at });
  return true;
}
