import { expect } from 'chai';
import type { Draw } from '../../src/domain/ledger/consumption.ts';
import type { NewFreeze } from '../../src/domain/ledger/freeze.ts';
import type { NewLot } from '../../src/domain/ledger/points-ledger.ts';
import { type AccountId, accountOf, type LotId, type RefundId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aConsumption, aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';
import { withoutHash } from '../support/without-hash.ts';

const drawOf = (lot: NewLot, drawn: bigint): Draw => ({ lotId: lot.id, points: points(drawn) });

describeStores('PointsLedger, about refunds,', (commit) => {
  const freeze = (what: NewFreeze) =>
    commit(async ({ ledger }) => {
      await ledger.lock(what.accountId);
      await ledger.freeze(what);
    });
  const release = (account: AccountId, refund: RefundId, at = NOON) =>
    commit(({ ledger }) => ledger.release(account, refund, at));
  const burn = (account: AccountId, refund: RefundId, at = NOON) =>
    commit(({ ledger }) => ledger.burn(account, refund, at));
  const find = (account: AccountId, refund: RefundId) => commit(({ ledger }) => ledger.findFreeze(account, refund));
  const entriesOf = (account: AccountId) => commit(({ ledger }) => ledger.listEntries(account));
  const leftIn = async (account: AccountId, { id }: NewLot): Promise<bigint> =>
    (await commit(({ ledger }) => ledger.listLots(account))).find((lot) => lot.id === id)?.remaining ?? 0n;

  /** An order of 100 paid and 20 bonus points. */
  async function anOrder(account: AccountId = accountOf(newId<UserId>()), at = NOON) {
    const paid = aNewLot({ points: points(100n) });
    const bonus = aNewLot({ kind: 'bonus', points: points(20n), expiresAt: paid.expiresAt });
    const { orderId, ...given } = aGrant(account, { lots: [paid, bonus], at });
    await commit(({ ledger }) => ledger.grant({ orderId, ...given }));
    return { account, paid, bonus, orderId };
  }
  async function aFrozenOrder() {
    const order = await anOrder();
    const draws = [drawOf(order.bonus, 4n), drawOf(order.paid, 20n)];
    const frozen = { ...aFreeze(order.account, order.orderId, draws), at: msAfter(NOON, 1) };
    await freeze(frozen);
    const common = { accountId: order.account, causeId: frozen.refundId, parts: 2, call: null };
    return { ...order, refundId: frozen.refundId, draws, frozen, common };
  }

  it('tells what has happened to lots apart from calls, oldest first', async () => {
    const { account, paid, bonus, refundId } = await aFrozenOrder();
    await commit(({ ledger }) => consume(ledger, aConsumption(account, { points: points(23n), at: msAfter(NOON, 2) })));
    await burn(account, refundId, msAfter(NOON, 3));
    await commit(({ ledger }) => ledger.grant(aGrant(account)));
    await anOrder();
    const told = async (...lots: NewLot[]) => {
      const ids = lots.map(({ id }) => id);
      const entries = await commit(({ ledger }) => ledger.listLotEntries(account, ids));
      return entries.map(({ kind, lotId, change }) => [kind, lotId === paid.id ? 'paid' : 'bonus', change]);
    };
    expect(await told(bonus)).to.deep.equal([
      ['grant', 'bonus', 20n],
      ['freeze', 'bonus', -4n],
      ['release', 'bonus', 4n],
      ['claw_back', 'bonus', -4n],
    ]);
    expect((await told(paid, bonus)).map(([kind]) => kind)).to.deep.equal([
      ...['grant', 'grant', 'freeze', 'freeze', 'release', 'release', 'claw_back', 'claw_back'],
    ]);
    expect(await told()).to.deep.equal([]);
  });

  it('lists the lots of one order in draw order, spent and expired ones included', async () => {
    const { account, paid, bonus, orderId } = await anOrder();
    const other = aGrant(account, { lots: [aNewLot({ expiresAt: NOON })] });
    await commit(({ ledger }) => ledger.grant(other));
    await commit(({ ledger }) => consume(ledger, aConsumption(account, { points: points(23n) })));
    const listed = (of: AccountId, order = orderId) => commit(({ ledger }) => ledger.listLotsOf(of, order));
    const common = { grantedAt: NOON, expiresAt: paid.expiresAt };
    expect(await listed(account)).to.deep.equal([
      { ...common, id: bonus.id, kind: 'bonus', granted: 20n, remaining: 0n },
      { ...common, id: paid.id, kind: 'paid', granted: 100n, remaining: 97n },
    ]);
    expect((await listed(account, other.orderId)).map(({ expiresAt }) => expiresAt)).to.deep.equal([NOON]);
    expect(await listed(accountOf(newId<UserId>()))).to.deep.equal([]);
    expect(await listed(account, newId())).to.deep.equal([]);
  });

  it('takes frozen points out of their lots, with an entry for each draw', async () => {
    const { account, paid, bonus, common } = await aFrozenOrder();
    expect([await leftIn(account, paid), await leftIn(account, bonus)]).to.deep.equal([80n, 16n]);
    const posting = { ...common, kind: 'freeze', counterAccount: 'held', at: msAfter(NOON, 1) };
    expect((await entriesOf(account)).slice(2).map(withoutHash)).to.deep.equal([
      { ...posting, seq: 3n, part: 1, change: -4n, balanceBefore: 120n, balanceAfter: 116n, lotId: bonus.id },
      { ...posting, seq: 4n, part: 2, change: -20n, balanceBefore: 116n, balanceAfter: 96n, lotId: paid.id },
    ]);
  });

  it('does not let frozen points pay for anything', async () => {
    const { account } = await aFrozenOrder();
    const wanted = aConsumption(account, { points: points(97n) });
    expect(await commit(({ ledger }) => consume(ledger, wanted))).to.deep.include({
      ...{ kind: 'insufficient_points', available: 96n },
    });
  });

  it('finds a freeze by account and refund', async () => {
    const { account, refundId, orderId, draws } = await aFrozenOrder();
    const { account: neighbour } = await anOrder();
    expect(await find(account, refundId)).to.deep.equal({
      ...{ accountId: account, refundId, orderId, draws },
      ...{ state: 'frozen', frozenAt: msAfter(NOON, 1), endedAt: null },
    });
    expect(await find(account, newId())).to.equal(null);
    expect(await find(neighbour, refundId)).to.equal(null);
  });

  it('puts released points back into their lots', async () => {
    const { account, paid, bonus, refundId, common, frozen } = await aFrozenOrder();
    expect(await release(account, refundId, msAfter(NOON, 2))).to.equal(true);
    expect([await leftIn(account, paid), await leftIn(account, bonus)]).to.deep.equal([100n, 20n]);
    const posting = { ...common, kind: 'release', counterAccount: 'held', at: msAfter(NOON, 2) };
    expect((await entriesOf(account)).slice(4).map(withoutHash)).to.deep.equal([
      { ...posting, seq: 5n, part: 1, change: 4n, balanceBefore: 96n, balanceAfter: 100n, lotId: bonus.id },
      { ...posting, seq: 6n, part: 2, change: 20n, balanceBefore: 100n, balanceAfter: 120n, lotId: paid.id },
    ]);
    const { at: frozenAt, ...what } = frozen;
    expect(await find(account, refundId)).to.deep.equal({
      ...{ ...what, state: 'released', frozenAt, endedAt: msAfter(NOON, 2) },
    });
  });

  it('takes burned points back for good: what was held is released, and clawed back at once', async () => {
    const { account, paid, bonus, refundId, common } = await aFrozenOrder();
    expect(await burn(account, refundId, msAfter(NOON, 2))).to.equal(true);
    expect([await leftIn(account, paid), await leftIn(account, bonus)]).to.deep.equal([80n, 16n]);
    const released = { ...common, kind: 'release', counterAccount: 'held', at: msAfter(NOON, 2) };
    const clawedBack = { ...common, kind: 'claw_back', counterAccount: 'refunded', at: msAfter(NOON, 2) };
    expect((await entriesOf(account)).slice(4).map(withoutHash)).to.deep.equal([
      { ...released, seq: 5n, part: 1, change: 4n, balanceBefore: 96n, balanceAfter: 100n, lotId: bonus.id },
      { ...released, seq: 6n, part: 2, change: 20n, balanceBefore: 100n, balanceAfter: 120n, lotId: paid.id },
      { ...clawedBack, seq: 7n, part: 1, change: -4n, balanceBefore: 120n, balanceAfter: 116n, lotId: bonus.id },
      { ...clawedBack, seq: 8n, part: 2, change: -20n, balanceBefore: 116n, balanceAfter: 96n, lotId: paid.id },
    ]);
    expect(await find(account, refundId)).to.deep.include({ state: 'burned', endedAt: msAfter(NOON, 2) });
  });

  it('ends a freeze once, and only what was frozen', async () => {
    for (const first of [release, burn]) {
      const { account, refundId } = await aFrozenOrder();
      const { account: neighbour } = await anOrder();
      for (const end of [release, burn]) {
        expect(await end(neighbour, refundId), 'a neighbour’s').to.equal(false);
        expect(await end(account, newId()), 'nobody’s').to.equal(false);
      }
      expect(await first(account, refundId)).to.equal(true);
      const [entries, ended] = [await entriesOf(account), await find(account, refundId)];
      for (const second of [release, burn]) expect(await second(account, refundId, msAfter(NOON, 9))).to.equal(false);
      expect([await entriesOf(account), await find(account, refundId)]).to.deep.equal([entries, ended]);
    }
  });

  it('lets several refunds of one order freeze side by side, and an end touches one of them', async () => {
    const { account, paid, orderId, refundId } = await aFrozenOrder();
    const second = aFreeze(account, orderId, [drawOf(paid, 80n)]);
    await freeze(second);
    expect(await leftIn(account, paid)).to.equal(0n);
    await release(account, refundId);
    await burn(account, second.refundId);
    expect(await leftIn(account, paid)).to.equal(20n);
    await commit(({ ledger }) => expectBalancedBooks(ledger, account));
  });

  it('puts points back that have expired meanwhile, and they do not count', async () => {
    const { account, paid, refundId } = await aFrozenOrder();
    expect(await release(account, refundId, msAfter(paid.expiresAt, 1))).to.equal(true);
    expect(await leftIn(account, paid)).to.equal(100n);
    const late = aConsumption(account, { points: points(1n), at: msAfter(paid.expiresAt, 1) });
    expect(await commit(({ ledger }) => consume(ledger, late))).to.deep.include({ available: 0n });
  });

  it('holds that a second freeze for one refund is a fault, even after the first has ended', async () => {
    const { account, paid, orderId, refundId } = await aFrozenOrder();
    const again = { ...aFreeze(account, orderId, [drawOf(paid, 1n)]), refundId };
    await rejectionOf(freeze(again));
    await release(account, refundId);
    await rejectionOf(freeze(again));
    expect(await leftIn(account, paid)).to.equal(100n);
  });

  it('takes the same refund for another account as another refund', async () => {
    const { refundId } = await aFrozenOrder();
    const { account, paid, orderId } = await anOrder();
    await freeze({ ...aFreeze(account, orderId, [drawOf(paid, 1n)]), refundId });
    expect(await leftIn(account, paid)).to.equal(99n);
  });

  const wrong: Readonly<Record<string, (order: Awaited<ReturnType<typeof anOrder>>, other: NewLot) => Draw[]>> = {
    'more than a lot has': ({ paid, bonus }) => [drawOf(paid, 1n), drawOf(bonus, 21n)],
    'points of another order': ({ paid }, other) => [drawOf(paid, 1n), drawOf(other, 1n)],
    'points of no lot': () => [{ lotId: newId<LotId>(), points: points(1n) }],
    'one lot twice': ({ paid }) => [drawOf(paid, 1n), drawOf(paid, 1n)],
    'no points of a lot': ({ paid, bonus }) => [drawOf(paid, 1n), drawOf(bonus, 0n)],
    nothing: () => [],
  };
  for (const [what, drawsFrom] of Object.entries(wrong)) {
    it(`holds that a freeze of ${what} is a fault, which leaves nothing behind`, async () => {
      const order = await anOrder();
      const other = await anOrder(order.account);
      const before = await entriesOf(order.account);
      const refused = aFreeze(order.account, order.orderId, drawsFrom(order, other.paid));
      await rejectionOf(freeze(refused));
      expect(await entriesOf(order.account)).to.deep.equal(before);
      expect(await find(order.account, refused.refundId)).to.equal(null);
      for (const lot of [order.paid, other.paid]) expect(await leftIn(order.account, lot)).to.equal(100n);
      await commit(({ ledger }) => expectBalancedBooks(ledger, order.account));
    });
  }
});
