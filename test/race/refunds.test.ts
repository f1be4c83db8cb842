import { expect } from 'chai';
import type { Refund } from '../../src/domain/ordering/refund.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { accountOf, type TransactionId } from '../../src/domain/shared/ids.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aPaymentFor, aProviderRefund, OURS } from '../support/builders.ts';
import { theOrder } from '../support/customers.ts';
import { aNotification } from '../support/fake-gateway.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { toldOf } from '../support/refund-builders.ts';
import {
  aPaidBuyer,
  aRequestedRefund,
  aSentRefund,
  askFor,
  available,
  frozenFor,
  refundStory,
  refundsOfOrder,
  spend,
  theRefund,
} from '../support/refunding.ts';
import { openShop, type Shop, untilDone } from '../support/shop.ts';

describe('Refunds, asked for and told of from everywhere at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow, { approvalLimitFen: fen(990) });
  });
  afterEach(() => database.drop());
  const tenTimes = <T>(work: (nth: number) => Promise<T>) => Promise.all(Array.from({ length: 10 }, (_, n) => work(n)));
  const due = () =>
    database.knex.raw(`update ordering.refunds set next_try_at = now() - interval '1 s' where next_try_at is not null`);
  const tell = async (refund: Refund, status: 'succeeded' | 'closed') => {
    const told = toldOf(refund, { status });
    const reading = {
      kind: 'refund',
      notificationId: newId(),
      mchid: OURS.mchid,
      refund: told,
      content: '{}',
    } as const;
    await shop.receiveNotification(aNotification(reading));
    return shop.handleNotification(reading.notificationId);
  };
  const balanced = (userId: Parameters<typeof accountOf>[0]) =>
    shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));

  for (const round of [1, 2, 3]) {
    it(`never take more money than the points that nobody has spent stand for (${round})`, async () => {
      const { userId, order } = await aPaidBuyer(shop);
      const [spent, asked] = await Promise.all([
        tenTimes(() => spend(shop, userId, 9n)),
        tenTimes(() => shop.requestRefund(askFor(order, 99))),
      ]);
      const spentPoints = BigInt(spent.filter(Boolean).length) * 9n;
      const refunds = asked.flatMap((outcome) => (outcome.kind === 'requested' ? [outcome.refund] : []));
      let frozen = 0n;
      for (const { id } of refunds) frozen += (await frozenFor(shop, userId, id))?.points ?? 0n;
      expect(spentPoints + frozen + (await available(shop, userId)), 'every point is somewhere').to.equal(100n);
      const money = refunds.reduce((total, { refundFen }) => total + refundFen, 0);
      expect(money * 100, 'what goes back').to.be.at.most(990 * Number(frozen));
      expect([refunds.length > 0, spentPoints > 0n], 'both got something').to.deep.equal([true, true]);
      await balanced(userId);
    });
  }

  it('by two operators are one, where there is enough for one', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const outcomes = await tenTimes((nth) => shop.requestRefund(askFor(order, 'all', { operator: `operator ${nth}` })));
    const kinds = outcomes.map(({ kind }) => kind).sort();
    expect(kinds).to.deep.equal([...Array(9).fill('nothing_to_refund'), 'requested']);
    expect(await available(shop, userId)).to.equal(0n);
    await balanced(userId);
  });

  it('under one key are one', async () => {
    const { order } = await aPaidBuyer(shop);
    const outcomes = await tenTimes(() => shop.requestRefund(askFor(order, 99, { requestKey: 'ticket-7' })));
    const ids = outcomes.map((outcome) => (outcome.kind === 'requested' ? outcome.refund.id : outcome.kind));
    expect(new Set(ids)).to.have.property('size', 1);
    expect(await refundsOfOrder(shop, order.id)).to.have.length(1);
  });

  it('are decided about once', async () => {
    const strict = openShop(database.uow, { approvalLimitFen: fen(1) });
    const { userId, order } = await aPaidBuyer(strict);
    const { id } = await aRequestedRefund(strict, order, 495);
    const outcomes = await tenTimes<{ kind: string }>((nth) =>
      nth % 2 ? strict.approveRefund(id, `operator ${nth}`) : strict.rejectRefund(id, `operator ${nth}`, 'no'),
    );
    expect(outcomes.filter(({ kind }) => kind === 'not_awaiting')).to.have.length(9);
    const { status } = await theRefund(strict, id);
    expect(await available(strict, userId)).to.equal(status === 'approved' ? 50n : 100n);
    expect(await refundStory(strict, order.id)).to.have.length(2);
  });

  it('of one order that are decided about at once are each decided, in one history', async () => {
    const strict = openShop(database.uow, { approvalLimitFen: fen(1) });
    const { userId, order } = await aPaidBuyer(strict);
    const refunds = await tenTimes(() => aRequestedRefund(strict, order, 99));
    const outcomes = await Promise.all(
      refunds.map(({ id }, nth) => (nth % 2 ? strict.approveRefund(id, 'bob') : strict.rejectRefund(id, 'bob', 'no'))),
    );
    expect(outcomes.map(({ kind }) => kind)).to.have.members([
      ...Array(5).fill('approved'),
      ...Array(5).fill('rejected'),
    ]);
    expect(await refundStory(strict, order.id)).to.have.length(20);
    expect(await available(strict, userId)).to.equal(50n);
    await balanced(userId);
  });

  it('are sent by one of many workers', async () => {
    for (const code of ['a', 'b', 'c']) await aRequestedRefund(shop, (await aPaidBuyer(shop, { code })).order, 99);
    await tenTimes(() => shop.sendRefunds.run(untilDone));
    expect(shop.gateway.refundsSent).to.have.length(3);
    expect([new Set(shop.gateway.refundsSent.map(({ body }) => body)).size, shop.reported]).to.deep.equal([3, []]);
  });

  it('that several send are one at the provider: what is sent is the same', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives(...Array.from({ length: 10 }, () => ({ kind: 'not_yet' }) as const));
    await tenTimes(() => shop.sendRefund(id));
    expect(new Set(shop.gateway.refundsSent.map(({ body }) => body))).to.have.property('size', 1);
  });

  it('come to one end, told by polls, notifications, answers and the bill', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refund = await aSentRefund(shop, order, 495);
    shop.gateway.tells(toldOf(refund, { status: 'succeeded' }));
    await due();
    await Promise.all([
      tenTimes(() => shop.pollRefunds.run(untilDone)),
      tenTimes(() => tell(refund, 'succeeded')),
      tenTimes(() => shop.applyRefund({ mchid: null, refund: toldOf(refund, { status: 'succeeded' }) }, 'answer')),
      tenTimes(() => shop.applyRefund({ mchid: OURS.mchid, refund: toldOf(refund, { status: 'succeeded' }) }, 'bill')),
    ]);
    expect((await theOrder(shop, order.id)).order).to.include({ status: 'partly_refunded', refundedFen: 495 });
    expect(await available(shop, userId)).to.equal(50n);
    expect(await refundStory(shop, order.id)).to.have.length(2);
    expect([shop.reported, shop.alarms]).to.deep.equal([[], []]);
    await balanced(userId);
  });

  it('of one order that end at once add up', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refunds = await tenTimes(() => aRequestedRefund(shop, order, 99));
    await shop.sendRefunds.run(untilDone);
    await Promise.all(refunds.map((refund, nth) => tell(refund, nth % 2 ? 'succeeded' : 'closed')));
    expect((await theOrder(shop, order.id)).order).to.include({ status: 'partly_refunded', refundedFen: 495 });
    expect(await available(shop, userId)).to.equal(50n);
    expect(shop.reported).to.deep.equal([]);
    await balanced(userId);
  });

  it('that were made elsewhere are found once, while the points are being spent', async () => {
    const { userId, order, outTradeNo } = await aPaidBuyer(shop);
    const told = aProviderRefund({ outTradeNo, refundFen: fen(990), status: 'succeeded' });
    const [spent] = await Promise.all([
      tenTimes(() => spend(shop, userId, 5n)),
      tenTimes(() => shop.applyRefund({ mchid: OURS.mchid, refund: told }, 'notification')),
    ]);
    const [refund, ...more] = await refundsOfOrder(shop, order.id);
    expect(more).to.deep.equal([]);
    const spentPoints = BigInt(spent.filter(Boolean).length) * 5n;
    expect(refund).to.deep.include({ status: 'succeeded', shortfallPoints: spentPoints });
    expect(await available(shop, userId)).to.equal(0n);
    await balanced(userId);
  });

  it('of a second payment are one for each', async () => {
    const { order, attempt } = await aPaidBuyer(shop);
    const seconds = ['t-1', 't-2'].map((id) => aPaymentFor(attempt, { transactionId: id as TransactionId }));
    await tenTimes((nth) => shop.settlePayment(seconds[nth % 2] as (typeof seconds)[number], 'notification'));
    const refunds = await refundsOfOrder(shop, order.id);
    expect(refunds.map(({ payment }) => payment.transactionId)).to.have.members(['t-1', 't-2']);
    expect(await refundStory(shop, order.id)).to.have.length(2);
  });
});
