import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../../support/books.ts';
import { aGrant, aNewLot, anAttempt, aPendingOrder } from '../../support/builders.ts';
import { aClosingUser, deedsOf, OPERATOR, SYSTEM, wantsToClose } from '../../support/closing.ts';
import { aBuyerWithAnOrder, aCaller, aUser, entriesOf, lotsOf, offering, promoting } from '../../support/customers.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { addTitle, PERSON } from '../../support/invoices.ts';
import { aPaidBuyer } from '../../support/refunding.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const FAR = new Date('2099-01-01T00:00:00Z');

describe('an account whose time is over', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const userOf = (userId: UserId) => shop.uow.run(({ users }) => users.find(userId));
  const give = (userId: UserId, kind: 'paid' | 'bonus', amount: bigint, expiresAt = FAR) =>
    shop.uow.run(({ ledger }) => {
      const lots = [aNewLot({ kind, points: points(amount), expiresAt })];
      return ledger.grant(aGrant(accountOf(userId), { lots, at: shop.uow.now }));
    });
  const daysLater = async (days: number): Promise<void> => {
    shop.uow.now = msAfter(NOON, days * DAY);
    await shop.closeAccounts.run(untilDone);
  };
  const balanced = (userId: UserId) => shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));

  it('is closed then, and not before', async () => {
    const { userId } = await aCaller(shop, 60n);
    await aClosingUser(shop, userId);
    shop.uow.now = msAfter(NOON, 7 * DAY - 1);
    await shop.closeAccounts.run(untilDone);
    expect((await userOf(userId))?.status).to.equal('closing');
    expect(await shop.finishClosing(userId, SYSTEM)).to.deep.equal({ kind: 'nothing_to_do' });
    await daysLater(7);
    expect(await userOf(userId)).to.deep.include({ nickname: '已注销用户', status: 'closed', avatar: null });
    expect(shop.reported).to.deep.equal([]);
  });

  it('loses its points by a line that says why, after what has expired', async () => {
    const { userId } = await aCaller(shop, 60n);
    await give(userId, 'bonus', 7n);
    await give(userId, 'paid', 9n, msAfter(NOON, 3 * DAY));
    await aClosingUser(shop, userId);
    await daysLater(7);
    const entries = await entriesOf(shop, userId);
    expect(entries.slice(3).map(({ kind, change }) => `${kind} ${change}`)).to.deep.equal([
      ...['expire -9', 'debit -7', 'debit -60'],
    ]);
    expect(await lotsOf(shop, userId)).to.deep.equal([]);
    const filter = { from: null, to: null, kind: 'debit', apiCode: null, keyId: null } as const;
    const { lines } = await shop.listStatement(userId, filter, { before: null, limit: 9 });
    expect(lines[0]?.reason).to.deep.equal({ kind: 'adjustment', reason: '账户注销，用户放弃剩余积分' });
    const causes = entries.flatMap(({ kind, causeId }) => (kind === 'debit' ? [causeId as never] : []));
    const [adjustment] = await shop.uow.run(({ ledger }) => ledger.listAdjustments(accountOf(userId), causes));
    expect(adjustment?.operator).to.equal('account closing');
    await balanced(userId);
  });

  it('loses bonus points without a word of its user', async () => {
    const userId = await aUser(shop);
    await give(userId, 'bonus', 7n);
    await shop.beginClosing(wantsToClose(userId));
    await daysLater(7);
    const { lines } = await shop.listStatement(
      userId,
      { from: null, to: null, kind: 'debit', apiCode: null, keyId: null },
      { before: null, limit: 9 },
    );
    expect(lines.map(({ reason }) => reason)).to.deep.equal([{ kind: 'adjustment', reason: '账户注销，赠送积分失效' }]);
  });

  it('forgets who it was: identities, sessions, titles and keys', async () => {
    const { userId, key, token, usage } = await aCaller(shop, 0n, 'all', 'o-1');
    await addTitle(shop, userId, PERSON);
    await aClosingUser(shop, userId);
    await shop.logIn('o-1');
    await daysLater(7);
    await shop.uow.run(async ({ users, sessions, invoiceTitles, apiKeys }) => {
      expect(await users.listIdentities(userId)).to.deep.equal([]);
      expect(await sessions.listOf(userId, NOON)).to.deep.equal([]);
      expect(await invoiceTitles.listOf(userId)).to.deep.equal([]);
      expect(await apiKeys.listOf(userId)).to.deep.equal([]);
    });
    expect(await shop.chargeUsage(usage({ keyToken: token }))).to.deep.equal({
      ...{ kind: 'refused', refusal: { code: 'key_unknown' } },
    });
    const noted = (await deedsOf(shop, userId)).slice(-2).map(({ action, by, subject, after }) => {
      return [action, by, subject.id, after];
    });
    expect(noted).to.deep.equal([
      ['key.deleted', SYSTEM, key.id, null],
      ['user.closed', SYSTEM, userId, { status: 'closed', points_written_off: '0' }],
    ]);
  });

  it('is closed once: another run finds nothing, and nothing can be begun or taken back', async () => {
    const { userId } = await aCaller(shop, 60n);
    await aClosingUser(shop, userId);
    await daysLater(7);
    const lines = (await entriesOf(shop, userId)).length;
    await daysLater(8);
    expect(await shop.finishClosing(userId, SYSTEM)).to.deep.equal({ kind: 'nothing_to_do' });
    expect(await entriesOf(shop, userId)).to.have.length(lines);
    expect(await deedsOf(shop, userId, 'user.closed')).to.have.length(1);
    const closed = { kind: 'not_open', status: 'closed' };
    expect(await shop.beginClosing(wantsToClose(userId))).to.deep.equal(closed);
    expect(await shop.cancelClosing(userId, OPERATOR)).to.deep.equal(closed);
  });

  it('leaves others alone, and is no hindrance to those after it', async () => {
    const [first, second, stranger] = [await aCaller(shop, 1n), await aCaller(shop, 2n), await aCaller(shop, 3n)];
    for (const { userId } of [first, second]) await aClosingUser(shop, userId);
    await shop.uow.run(({ users }) => users.save({ ...newMerged, id: first.userId, mergedInto: stranger.userId }));
    await daysLater(7);
    expect((await userOf(first.userId))?.status).to.equal('merged');
    expect((await userOf(second.userId))?.status).to.equal('closed');
    expect((await userOf(stranger.userId))?.status).to.equal('active');
    expect((await shop.readBalance(stranger.userId)).available).to.equal(3n);
    expect(await shop.uow.run(({ closings }) => closings.find(first.userId))).to.equal(null);
  });
  const newMerged = { nickname: 'x', avatar: null, notifications: true, status: 'merged', createdAt: NOON } as const;

  describe('is held up', () => {
    const reasons = async (userId: UserId) =>
      (await deedsOf(shop, userId, 'user.closing_held_up')).map(({ after }) => after);

    it('by paid points that came after the user’s word, until he gives them up too', async () => {
      const { userId } = await aCaller(shop, 60n);
      await aClosingUser(shop, userId);
      shop.uow.now = msAfter(NOON, DAY);
      await give(userId, 'paid', 40n);
      await daysLater(7);
      expect((await userOf(userId))?.status).to.equal('closing');
      expect((await shop.readBalance(userId)).available).to.equal(100n);
      expect(shop.alarms).to.deep.equal(['closing_held_up']);
      expect(shop.alarmDetails[0]).to.deep.equal({ userId, reasons: 'points_left' });
      expect(await reasons(userId)).to.deep.equal([{ reasons: ['points_left'] }]);
      expect((await shop.lookAtClosing(userId))?.obstacles).to.deep.equal([{ code: 'points_left', count: 40n }]);
      expect(await shop.beginClosing(wantsToClose(userId))).to.deep.include({ kind: 'points_left' });
      await daysLater(7.5);
      expect(shop.alarms, 'looked at again within the day').to.have.length(1);
      await daysLater(8);
      expect(shop.alarms).to.have.length(2);
      expect(await reasons(userId), 'noted once').to.have.length(1);
      await aClosingUser(shop, userId);
      await shop.closeAccounts.run(untilDone);
      expect((await userOf(userId))?.status).to.equal('closed');
      await balanced(userId);
    });

    it('by such points, and can then be taken back with all of them', async () => {
      const { userId } = await aCaller(shop, 60n);
      await aClosingUser(shop, userId);
      shop.uow.now = msAfter(NOON, DAY);
      await give(userId, 'paid', 40n);
      await daysLater(9);
      expect((await shop.cancelClosing(userId, OPERATOR)).kind).to.equal('active');
      expect((await shop.readBalance(userId)).available).to.equal(100n);
    });

    it('by a payment that may still turn up, and by nothing once it cannot', async () => {
      const { userId, outTradeNo } = await aBuyerWithAnOrder(shop);
      await shop.closeUnpaid(outTradeNo, 'user', 'order');
      const begun = await shop.beginClosing(wantsToClose(userId, { by: OPERATOR, days: 0 }));
      expect(begun.kind).to.equal('closing');
      expect(await shop.finishClosing(userId, OPERATOR)).to.deep.equal({
        ...{ kind: 'held_up', obstacles: [{ code: 'open_orders', count: 1n }] },
      });
      await shop.uow.run(({ orders }) => orders.schedulePoll(outTradeNo, 9, null));
      expect(await shop.finishClosing(userId, OPERATOR)).to.deep.equal({ kind: 'closed', writtenOff: 0n });
    });

    it('by what has come up since, and says so when that changes', async () => {
      const { userId } = await aPaidBuyer(shop);
      await aClosingUser(shop, userId);
      shop.uow.now = msAfter(NOON, DAY);
      await give(userId, 'paid', 40n);
      await daysLater(7);
      const order = aPendingOrder({ userId });
      const attempt = anAttempt(order);
      await shop.uow.run(async ({ orders }) => {
        await orders.add({ order, attempt }, { kind: 'placed', cause: 'user', at: NOON, detail: {} });
        const odd = { kind: 'mismatch', cause: 'poll', at: NOON, detail: {} } as const;
        await orders.quarantine(attempt.intent.outTradeNo, odd);
      });
      await daysLater(8);
      expect(await reasons(userId)).to.deep.equal([
        { reasons: ['points_left'] },
        { reasons: ['payments_set_aside', 'points_left'] },
      ]);
    });
  });

  describe('and its user', () => {
    const firstPurchase = () =>
      promoting(shop, { code: 'first', effect: { kind: 'discount', payPercent: 50 }, firstPurchaseOnly: true });

    it('who signs in again is somebody new, with nothing', async () => {
      const { userId } = await aCaller(shop, 60n, 'all', 'o-1');
      await aClosingUser(shop, userId);
      await daysLater(7);
      const again = await aUser(shop, 'o-1');
      expect(again).not.to.equal(userId);
      expect((await userOf(again))?.status).to.equal('active');
      expect((await shop.readBalance(again)).available).to.equal(0n);
      expect(await shop.listKeys(again)).to.deep.equal([]);
    });

    it('who has bought before is no new customer', async () => {
      const { userId, offer } = await aPaidBuyer(shop);
      await aClosingUser(shop, userId);
      await daysLater(7);
      shop.uow.now = msAfter(shop.uow.now, MINUTE);
      await firstPurchase();
      const [again, stranger] = [await aUser(shop), await aUser(shop, 'o-new')];
      const priceFor = async (buyer: UserId) => {
        const quoted = await shop.quoteForBuyer({ userId: buyer, packageId: offer.id, storefront: 'web' });
        return quoted.kind === 'quoted' ? quoted.quote.amountFen : expect.fail(quoted.kind);
      };
      expect([await priceFor(again), await priceFor(stranger)]).to.deep.equal([990, 495]);
    });

    it('who has never bought anything is one, also under a second account', async () => {
      const userId = await aUser(shop);
      await shop.beginClosing(wantsToClose(userId));
      await daysLater(7);
      await firstPurchase();
      const offer = await offering(shop);
      const listed = await shop.listPackages({ userId: await aUser(shop), storefront: 'web' });
      expect(listed.find(({ offer: { id } }) => id === offer.id)?.quote.amountFen).to.equal(495);
    });
  });
});
