import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import { pointsToFreeze } from '../../src/domain/ledger/refund-share.ts';
import { type Fen, fen } from '../../src/domain/shared/fen.ts';
import { type AccountId, accountOf, type OrderId, type RefundId } from '../../src/domain/shared/ids.ts';
import { points, sum } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aCaller } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { tally } from './tally.ts';
import { withoutAccountLock } from './without-account-lock.ts';

const PAID_FEN = fen(600);
const EXPIRES_AT = new Date('2099-01-01T00:00:00Z');

describe('Refunds at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  /** Somebody with an order of 100 paid and 20 bonus points for 600 fen. */
  async function aBuyer() {
    const caller = await aCaller(shop, 0n);
    const lots = [
      aNewLot({ points: points(100n), expiresAt: EXPIRES_AT }),
      aNewLot({ kind: 'bonus', points: points(20n), expiresAt: EXPIRES_AT }),
    ];
    const { accountId, orderId, ...given } = aGrant(accountOf(caller.userId), { lots });
    await shop.uow.run(({ ledger }) => ledger.grant({ accountId, orderId, ...given }));
    return { ...caller, accountId, orderId, refunded: new Map<RefundId, Fen>() };
  }
  type Buyer = { accountId: AccountId; orderId: OrderId; refunded: Map<RefundId, Fen> };

  /** As a refund does it: under the lock, from what is there then. `refunded` is noted under the same lock. */
  const refund = (uow: UnitOfWork, { accountId, orderId, refunded }: Buyer, amount: number, id = newId<RefundId>()) =>
    uow.run(async ({ ledger, clock }) => {
      await ledger.lock(accountId);
      const at = await clock.now();
      const sale = { paidFen: PAID_FEN, refundedFen: totalOf(refunded) };
      const decision = pointsToFreeze(await ledger.listLotsOf(accountId, orderId), fen(amount), sale, at);
      if (decision.kind === 'not_refundable') return decision.kind;
      await ledger.freeze({ accountId, refundId: id, orderId, draws: decision.draws, at });
      refunded.set(id, fen(amount));
      return 'frozen';
    });
  const frozenBy = ({ accountId, refunded }: Buyer) =>
    shop.uow.run(async ({ ledger }) => {
      let frozen = 0n;
      for (const id of refunded.keys()) {
        const found = (await ledger.findFreeze(accountId, id)) ?? expect.fail('no such freeze');
        frozen += sum(found.draws.map((draw) => draw.points));
      }
      return frozen;
    });
  const balanced = (account: AccountId) => shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, account));
  const manyTimes = <T>(count: number, ask: () => Promise<T>) => Promise.allSettled(Array.from({ length: count }, ask));

  it('and calls that spend never freeze more than is unspent, and no point is lost or doubled', async () => {
    for (let round = 0; round < 3; round++) {
      const { usage, userId, ...buyer } = await aBuyer();
      const [refunds, calls] = await Promise.all([
        manyTimes(20, () => refund(shop.uow, buyer, 35)),
        manyTimes(20, () => shop.chargeUsage(usage())),
      ]);
      const spent = 3n * BigInt(tally(calls)['allowed'] ?? 0);
      const [frozen, { available }] = [await frozenBy(buyer), await shop.readBalance(userId)];
      expect(tally([...refunds, ...calls])).not.to.have.property('fault');
      // Twenty refunds of 7 points are more than there is: some were refused, which only too few points can be the reason of.
      expect(available < 7n, `${available} points are left`).to.equal(true);
      expect(frozen + spent + available).to.equal(120n);
      expect(BigInt(totalOf(buyer.refunded)) * 120n <= BigInt(PAID_FEN) * frozen, 'money for points').to.equal(true);
      await balanced(buyer.accountId);
    }
  });

  it('would do worse if the account were not locked first', async () => {
    const buyer = await aBuyer();
    const outcomes = await manyTimes(20, () => refund(withoutAccountLock(shop.uow), buyer, 35));
    expect(tally(outcomes)).to.have.property('fault');
  });

  it('under one number freeze once', async () => {
    const buyer = await aBuyer();
    const id = newId<RefundId>();
    const outcomes = await manyTimes(20, () => refund(shop.uow, buyer, 10, id));
    expect(tally(outcomes)).to.deep.equal({ frozen: 1, fault: 19 });
    const reasons = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.constraint] : []));
    expect(new Set(reasons)).to.deep.equal(new Set(['entries_deed']));
    expect((await shop.readBalance(buyer.userId)).available).to.equal(118n);
    await balanced(buyer.accountId);
  });

  it('that succeed and fail at the same time end in one way', async () => {
    const { accountId, userId, ...buyer } = await aBuyer();
    const at = new Date();
    for (let round = 0; round < 10; round++) {
      const id = newId<RefundId>();
      const before = (await shop.readBalance(userId)).available;
      await refund(shop.uow, { accountId, ...buyer }, 10, id);
      const ends = await Promise.all(
        Array.from({ length: 10 }, (_, nth) =>
          shop.uow.run(({ ledger }) => (nth % 2 ? ledger.burn(accountId, id, at) : ledger.release(accountId, id, at))),
        ),
      );
      expect(ends.filter(Boolean)).to.have.length(1);
      const state = ends.indexOf(true) % 2 ? 'burned' : 'released';
      expect(await shop.uow.run(({ ledger }) => ledger.findFreeze(accountId, id))).to.deep.include({ state });
      expect(before - (await shop.readBalance(userId)).available).to.equal(state === 'burned' ? 2n : 0n);
    }
    await balanced(accountId);
  });

  it('that end while others begin and calls are paid for lose nothing', async () => {
    const { usage, userId, ...buyer } = await aBuyer();
    const at = new Date();
    const saga = async (end: 'release' | 'burn'): Promise<boolean> => {
      const id = newId<RefundId>();
      expect(await refund(shop.uow, buyer, 13, id)).to.equal('frozen');
      return shop.uow.run(({ ledger }) => ledger[end](buyer.accountId, id, at));
    };
    const outcomes = await Promise.all([
      manyTimes(10, () => shop.chargeUsage(usage())),
      manyTimes(5, () => saga('release')),
      manyTimes(5, () => saga('burn')),
    ]);
    expect(outcomes.map(tally)).to.deep.equal([{ allowed: 10 }, { true: 5 }, { true: 5 }]);
    expect((await shop.readBalance(userId)).available).to.equal(120n - 10n * 3n - 5n * 3n);
    await balanced(buyer.accountId);
  });
});

const totalOf = (refunded: ReadonlyMap<RefundId, Fen>): Fen =>
  fen([...refunded.values()].reduce((total, each) => total + each, 0));
