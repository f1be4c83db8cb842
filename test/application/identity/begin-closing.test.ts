import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { accountOf } from '../../../src/domain/shared/ids.ts';
import { noPoints, points } from '../../../src/domain/shared/points.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { aClosingUser, byItself, deedsOf, OPERATOR, wantsToClose } from '../../support/closing.ts';
import { aBuyerWithAnOrder, aCaller, aUser, offering } from '../../support/customers.ts';
import { aHolder } from '../../support/holding.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { aBuyerWithARequest } from '../../support/invoices.ts';
import { aPaidBuyer, aRequestedRefund } from '../../support/refunding.ts';
import { openShop } from '../../support/shop.ts';

const FAR = new Date('2099-01-01T00:00:00Z');

describe('closing an account', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const statusOf = async (userId: UserId) => (await shop.uow.run(({ users }) => users.find(userId)))?.status;
  const give = (userId: UserId, kind: 'paid' | 'bonus', amount: bigint, expiresAt = FAR) =>
    shop.uow.run(({ ledger }) => {
      const lots = [aNewLot({ kind, points: points(amount), expiresAt })];
      return ledger.grant(aGrant(accountOf(userId), { lots, at: shop.uow.now }));
    });
  const obstaclesTo = async (userId: UserId) => {
    const outcome = await shop.beginClosing(wantsToClose(userId, { waivesPoints: true }));
    return outcome.kind === 'has_obstacles' ? outcome.obstacles : expect.fail(outcome.kind);
  };

  it('begins with a look at what would be lost, which changes nothing', async () => {
    const { userId } = await aCaller(shop, 60n);
    await give(userId, 'bonus', 7n);
    await give(userId, 'paid', 9n, NOON);
    expect(await shop.lookAtClosing(userId)).to.deep.equal({
      ...{ status: 'active', obstacles: [], keys: 1, closesAfterDays: 7, closing: null },
      points: { paid: 60n, bonus: 7n, held: noPoints, frozen: noPoints, unwaived: 60n },
    });
    expect(await statusOf(userId)).to.equal('active');
    expect(await shop.lookAtClosing(newId<UserId>())).to.equal(null);
  });

  it('shuts it: keys are off, and every session has ended but the one in which it was said', async () => {
    const { userId, key, usage } = await aCaller(shop, 60n);
    const login = await shop.logIn('o-twice');
    const again = await shop.logIn('o-twice');
    if (login.kind !== 'logged_in' || again.kind !== 'logged_in') return expect.fail('not signed in');
    const keeps = again.session.id;
    await shop.beginClosing(wantsToClose(login.user.id, { keeps }));
    expect((await shop.listSessions(login.user.id)).map(({ id }) => id)).to.deep.equal([keeps]);
    await aClosingUser(shop, userId);
    expect(await statusOf(userId)).to.equal('closing');
    expect((await shop.listKeys(userId)).map(({ status }) => status)).to.deep.equal(['disabled']);
    expect(await shop.chargeUsage(usage())).to.deep.equal({ kind: 'refused', refusal: { code: 'key_disabled' } });
    expect(await shop.listSessions(userId)).to.deep.equal([]);
    const noted = (await deedsOf(shop, userId)).slice(-3).map(({ action, subject, before, after }) => {
      return { action, id: subject.id, before, after };
    });
    expect(noted).to.deep.equal([
      { action: 'key.disabled', id: key.id, before: { enabled: true }, after: { enabled: false } },
      { action: 'session.revoked', id: userId, before: { sessions: 1 }, after: null },
      {
        ...{ action: 'user.closing', id: userId, before: { status: 'active' } },
        after: { status: 'closing', deletes_at: msAfter(NOON, 7 * DAY).toISOString(), points_waived: true },
      },
    ]);
  });

  it('has to be said with the paid points that are left, and says how many', async () => {
    const { userId } = await aCaller(shop, 60n);
    const outcome = await shop.beginClosing(wantsToClose(userId));
    expect(outcome).to.deep.include({ kind: 'points_left' });
    expect(outcome).to.have.nested.property('points.paid', 60n);
    expect(await statusOf(userId)).to.equal('active');
    expect(await deedsOf(shop, userId, 'user.closing')).to.deep.equal([]);
  });

  it('needs no word about bonus points, nor about points that have expired', async () => {
    const userId = await aUser(shop);
    await give(userId, 'bonus', 7n);
    await give(userId, 'paid', 9n, NOON);
    expect(await shop.beginClosing(wantsToClose(userId))).to.deep.equal({
      ...{ kind: 'closing', deletesAt: msAfter(NOON, 7 * DAY) },
    });
  });

  it('is refused while an order waits for its payment', async () => {
    const { userId } = await aBuyerWithAnOrder(shop);
    expect(await obstaclesTo(userId)).to.deep.equal([{ code: 'open_orders', count: 1n }]);
    expect(await statusOf(userId)).to.equal('active');
  });

  it('is refused while a refund is under way', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    await aRequestedRefund(shop, order, 99);
    expect(await obstaclesTo(userId)).to.deep.equal([{ code: 'refunds_under_way', count: 10n }]);
  });

  it('is refused while a call is under way', async () => {
    const holder = await aHolder(shop);
    const hold = await holder.hold();
    expect(await obstaclesTo(holder.userId)).to.deep.equal([{ code: 'calls_under_way', count: 1n }]);
    await holder.release(hold.id);
    expect(await aClosingUser(shop, holder.userId)).to.deep.equal(msAfter(NOON, 7 * DAY));
  });

  it('is refused while an invoice waits to be issued', async () => {
    const { userId } = await aBuyerWithARequest(shop);
    expect(await obstaclesTo(userId)).to.deep.equal([{ code: 'invoices_requested', count: 1n }]);
  });

  it('is refused while a payment is set aside, unless an operator agrees', async () => {
    const { userId, outTradeNo } = await aBuyerWithAnOrder(shop);
    const event = { kind: 'mismatch', cause: 'poll', at: NOON, detail: {} } as const;
    await shop.uow.run(({ orders }) => orders.quarantine(outTradeNo, event));
    expect(await obstaclesTo(userId)).to.deep.equal([{ code: 'payments_set_aside', count: 1n }]);
    const outcome = await shop.beginClosing(wantsToClose(userId, { by: OPERATOR, reason: '用户来电' }));
    expect(outcome).to.have.property('kind', 'closing');
    const [noted] = await deedsOf(shop, userId, 'user.closing');
    expect(noted?.by).to.deep.equal(OPERATOR);
    expect(noted?.after).to.deep.include({ reason: '用户来电', points_waived: false });
  });

  it('said again is answered alike, and noted once', async () => {
    const { userId } = await aCaller(shop, 60n);
    const deletesAt = await aClosingUser(shop, userId);
    shop.uow.now = msAfter(NOON, DAY);
    for (const waivesPoints of [true, false]) {
      expect(await shop.beginClosing(wantsToClose(userId, { waivesPoints }))).to.deep.equal({
        ...{ kind: 'closing', deletesAt },
      });
    }
    expect(await deedsOf(shop, userId, 'user.closing')).to.have.length(1);
  });

  it('is for nobody who is not there', async () => {
    expect(await shop.beginClosing(wantsToClose(newId<UserId>()))).to.deep.equal({ kind: 'unknown_user' });
    expect(await shop.cancelClosing(newId<UserId>(), OPERATOR)).to.deep.equal({ kind: 'not_open', status: null });
  });

  describe('leaves an account that', () => {
    let userId: UserId;
    let keyId: Awaited<ReturnType<typeof aCaller>>['key']['id'];
    beforeEach(async () => {
      const caller = await aCaller(shop, 60n);
      [userId, keyId] = [caller.userId, caller.key.id];
      await aClosingUser(shop, userId);
    });

    it('buys nothing and gets no key, whoever asks', async () => {
      const { id: packageId } = await offering(shop);
      const buyer = { userId, packageId, platform: 'web' } as const;
      expect(await shop.placeOrder(buyer)).to.deep.equal({ kind: 'account_closing' });
      const wanted = { name: 'x', scope: 'all', lifetimeMonths: 1 } as const;
      expect(await shop.issueKey(userId, wanted)).to.deep.equal({ kind: 'account_closing' });
      expect(await shop.switchKey(userId, keyId, true)).to.deep.equal({ kind: 'account_closing' });
    });

    it('can still be signed in to, and shows what it is', async () => {
      const openid = (await shop.uow.run(({ users }) => users.listIdentities(userId)))[0]?.openid as string;
      const login = await shop.logIn(openid);
      expect(login).to.have.nested.property('user.id', userId);
      expect(login).to.have.nested.property('user.status', 'closing');
    });

    it('can be taken back, and is as it was but for its keys', async () => {
      shop.uow.now = msAfter(NOON, 7 * DAY - 1);
      const by = byItself(userId);
      for (let times = 0; times < 2; times++) {
        expect(await shop.cancelClosing(userId, by)).to.deep.equal({ kind: 'active', disabledKeys: 1 });
      }
      expect(await statusOf(userId)).to.equal('active');
      expect(await deedsOf(shop, userId, 'user.closing_cancelled')).to.have.length(1);
      expect((await shop.lookAtClosing(userId))?.closing).to.equal(null);
      expect((await shop.switchKey(userId, keyId, true)).kind).to.equal('switched');
      shop.uow.now = msAfter(NOON, 8 * DAY);
      await shop.closeAccounts.run(new AbortController().signal);
      expect(await statusOf(userId)).to.equal('active');
      expect((await shop.readBalance(userId)).available).to.equal(60n);
    });

    it('counts no expired key among those that are off', async () => {
      shop.uow.now = msAfter(NOON, 60 * DAY + MINUTE);
      expect(await shop.cancelClosing(userId, OPERATOR)).to.deep.equal({ kind: 'active', disabledKeys: 0 });
    });
  });
});
