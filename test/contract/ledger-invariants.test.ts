import { expect } from 'chai';
import fc from 'fast-check';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import type { LotKind } from '../../src/domain/ledger/lot.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import { pointsToFreeze } from '../../src/domain/ledger/refund-share.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { type AccountId, accountOf, type OrderId, type RefundId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aConsumption, aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const PRICE_FEN = 30;
const anyInstant = fc.integer({ min: 0, max: 9 }).map((ms) => msAfter(NOON, ms));
const anyAmount = fc.bigInt({ min: 1n, max: 12n }).map(points);
const anyLots = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom<LotKind>('paid', 'bonus'),
    points: anyAmount,
    expiresAt: anyInstant.map((at) => msAfter(at, 7)),
  }),
  { selector: ({ kind }) => kind, minLength: 1, maxLength: 2 },
);
const anyDeed = fc.record({
  who: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const),
  at: anyInstant,
  what: fc.oneof(
    fc.record({ lots: anyLots }),
    fc.record({ price: anyAmount }),
    fc.record({ order: fc.nat(), refundFen: fc.integer({ min: 1, max: PRICE_FEN / 2 }).map(fen) }),
    fc.record({ refund: fc.nat(), as: fc.constantFrom('release' as const, 'burn' as const) }),
  ),
});
type Deed = typeof anyDeed extends fc.Arbitrary<infer Value> ? Value : never;

type Customer = { readonly account: AccountId; readonly orders: OrderId[]; readonly refunds: RefundId[] };
const aCustomer = (): Customer => ({ account: accountOf(newId<UserId>()), orders: [], refunds: [] });

/** What came of it. */
async function perform(ledger: PointsLedger, customer: Customer, { at, what }: Deed): Promise<string> {
  const { account, orders, refunds } = customer;
  if ('lots' in what) {
    const given = aGrant(account, { at, lots: what.lots.map((lot) => aNewLot(lot)) });
    await ledger.grant(given);
    orders.push(given.orderId);
    return 'granted';
  }
  if ('price' in what) {
    return (await consume(ledger, aConsumption(account, { at, points: what.price }))).kind;
  }
  if ('as' in what) {
    const [refund = newId<RefundId>()] = refunds.splice(what.refund % Math.max(refunds.length, 1), 1);
    return (await ledger[what.as](account, refund, at)) ? what.as : 'nothing to end';
  }
  const order = orders[what.order % Math.max(orders.length, 1)] ?? newId<OrderId>();
  await ledger.lock(account);
  const sale = { paidFen: fen(PRICE_FEN), refundedFen: fen(0) };
  const decision = pointsToFreeze(await ledger.listLotsOf(account, order), what.refundFen, sale, at);
  if (decision.kind === 'not_refundable') return decision.kind;
  const freeze = { ...aFreeze(account, order, decision.draws), at };
  await ledger.freeze(freeze);
  refunds.push(freeze.refundId);
  return 'frozen';
}

describeStores('The books after any sequence of grants, consumptions and refunds', (commit) => {
  it('balance: no gap, no jump, and the lots hold what the journal says', async () => {
    const deeds = fc.array(anyDeed, { minLength: 1, maxLength: 30, size: 'max' });
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(deeds, async (sequence) => {
        const customers = [aCustomer(), aCustomer()] as const;
        await commit(async ({ ledger }: Stores) => {
          for (const deed of sequence) {
            const outcome = await perform(ledger, customers[deed.who], deed);
            seen[outcome] = (seen[outcome] ?? 0) + 1;
          }
          for (const { account } of customers) await expectBalancedBooks(ledger, account);
        });
      }),
      { numRuns: 100, seed: 11 },
    );
    const expected = ['granted', 'covered', 'insufficient_points', 'frozen', 'not_refundable'];
    expect(seen).to.have.all.keys(...expected, 'release', 'burn', 'nothing to end');
    expect(Math.min(...Object.values(seen)), 'each outcome is frequent').to.be.above(25);
  });
});
