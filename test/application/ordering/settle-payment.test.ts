import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { accountOf, type OutTradeNo, type TransactionId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, entriesOf, historyOf, lotsOf, theOrder } from '../../support/customers.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('settle a payment', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });

  it('turns the order to paid and grants points and bonus, to expire together', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop, { bonusPoints: points(20n) });
    const payment = aPaymentFor(attempt);
    shop.uow.now = msAfter(NOON, MINUTE);
    expect((await shop.settlePayment(payment, 'poll')).kind).to.equal('settled');
    expect((await theOrder(shop, order.id)).order).to.deep.include({
      status: 'paid',
      paidAt: payment.paidAt,
      settledAt: shop.uow.now,
      transactionId: payment.transactionId,
    });
    const lots = await lotsOf(shop, userId);
    expect(lots.map(({ id: _, ...lot }) => lot)).to.have.deep.members([
      { kind: 'paid', remaining: 100n, grantedAt: shop.uow.now, expiresAt: beijing('2027-01-16 00:00') },
      { kind: 'bonus', remaining: 20n, grantedAt: shop.uow.now, expiresAt: beijing('2027-01-16 00:00') },
    ]);
  });

  it('grants no empty bonus', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    await shop.settlePayment(aPaymentFor(attempt), 'poll');
    expect((await lotsOf(shop, userId)).map(({ kind, remaining }) => [kind, remaining])).to.deep.equal([
      ['paid', 100n],
    ]);
  });

  it('writes who told us, and which payment, into the histories', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    await shop.settlePayment(payment, 'notification');
    expect((await historyOf(shop, order.id)).slice(1)).to.deep.equal([
      { kind: 'paid', cause: 'notification', at: NOON, detail: { transactionId: payment.transactionId } },
    ]);
    const [entry, ...more] = await entriesOf(shop, userId);
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({ accountId: accountOf(userId), kind: 'grant', change: 100n, causeId: order.id });
  });

  it('grants once, however often and by whomever we are told', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    const causes = ['notification', 'poll', 'user', 'notification'] as const;
    const outcomes = await Promise.all(causes.map((cause) => shop.settlePayment(payment, cause)));
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['settled', ...Array(3).fill('already_settled')]);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    expect(await historyOf(shop, order.id)).to.have.length(2);
  });

  it('credits a payment that arrives after the order was closed', async () => {
    const { userId, order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(outTradeNo, 'expiry', 'order');
    expect((await theOrder(shop, order.id)).order.status).to.equal('closed');
    expect(await shop.settlePayment(aPaymentFor(attempt), 'notification')).to.include({ kind: 'settled', late: true });
    expect((await historyOf(shop, order.id)).map(({ kind }) => kind)).to.deep.equal([
      'placed',
      'attempt_ended',
      'closed',
      'paid_late',
    ]);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });

  it('knows nothing of a number that is not ours', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt, { outTradeNo: 'f'.repeat(32) as OutTradeNo });
    expect(await shop.settlePayment(payment, 'notification')).to.deep.equal({ kind: 'unknown_order' });
  });

  describe('that is not right', () => {
    const wrong: readonly (readonly [string, Partial<Payment>])[] = [
      ['mchid', { mchid: '1999999999' }],
      ['appid', { appid: 'wx-other' }],
      ['amount', { amountFen: fen(1) }],
      ['currency', { currency: 'USD' }],
      ['payer', { payerOpenid: 'o-somebody-else' }],
    ];
    for (const [field, change] of wrong) {
      it(`in its ${field}: sets it aside, credits nothing and stops asking`, async () => {
        const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
        const payment = aPaymentFor(attempt, change);
        expect((await shop.settlePayment(payment, 'notification')).kind).to.equal('mismatch');
        expect((await shop.readBalance(userId)).available).to.equal(0n);
        expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
        const [, seen] = await historyOf(shop, order.id);
        expect(seen).to.deep.include({ kind: 'mismatch', cause: 'notification' });
        expect(seen?.detail).to.include({ field, transactionId: payment.transactionId });
        shop.uow.now = msAfter(NOON, 60 * MINUTE);
        await shop.pollPayments.run(untilDone);
        await shop.closeExpiredOrders.run(untilDone);
        expect(shop.gateway.asked).to.deep.equal([]);
      });
    }

    it('is written down once, however often it comes', async () => {
      const { order, attempt } = await aBuyerWithAnOrder(shop);
      const payment = aPaymentFor(attempt, { currency: 'USD' });
      for (const cause of ['poll', 'notification', 'user'] as const) await shop.settlePayment(payment, cause);
      expect(await historyOf(shop, order.id)).to.have.length(2);
    });

    it('is written down again when it is another payment', async () => {
      const { order, attempt } = await aBuyerWithAnOrder(shop);
      const [one, other] = [1, 2].map((paid) => aPaymentFor(attempt, { amountFen: fen(paid) })) as [Payment, Payment];
      for (const payment of [one, other, one, other]) await shop.settlePayment(payment, 'notification');
      const [, ...seen] = await historyOf(shop, order.id);
      expect(seen.map(({ kind, detail }) => [kind, detail['transactionId']])).to.deep.equal([
        ['mismatch', one.transactionId],
        ['mismatch', other.transactionId],
      ]);
    });

    it('does not keep the right one from being credited', async () => {
      const { userId, attempt } = await aBuyerWithAnOrder(shop);
      await shop.settlePayment(aPaymentFor(attempt, { amountFen: fen(1) }), 'notification');
      expect((await shop.settlePayment(aPaymentFor(attempt), 'notification')).kind).to.equal('settled');
      expect((await shop.readBalance(userId)).available).to.equal(100n);
    });
  });

  it('that pays a paid order again: writes it down, with the refund that gives it back', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    const first = aPaymentFor(attempt);
    await shop.settlePayment(first, 'notification');
    const second = aPaymentFor(attempt, { transactionId: 'another' as TransactionId });
    expect((await shop.settlePayment(second, 'poll')).kind).to.equal('duplicate_payment');
    const [refund] = await shop.listRefunds({ orderId: order.id, limit: 9 });
    expect((await historyOf(shop, order.id)).at(-1)).to.deep.equal({
      ...{ kind: 'duplicate_payment', cause: 'poll', at: NOON },
      detail: { transactionId: 'another', refundId: refund?.id, outRefundNo: refund?.outRefundNo, amountFen: '990' },
    });
    expect((await theOrder(shop, order.id)).order).to.include({ status: 'paid', transactionId: first.transactionId });
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });

  it('that pays a paid order a third time: writes each down, once', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    const [first, second, third] = ['t-1', 't-2', 't-3'].map((id) =>
      aPaymentFor(attempt, { transactionId: id as TransactionId }),
    ) as [Payment, Payment, Payment];
    for (const payment of [first, second, third, second, third, first]) await shop.settlePayment(payment, 'poll');
    const [, ...seen] = await historyOf(shop, order.id);
    expect(seen.map(({ kind, detail }) => [kind, detail['transactionId']])).to.deep.equal([
      ['paid', 't-1'],
      ['duplicate_payment', 't-2'],
      ['duplicate_payment', 't-3'],
    ]);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });
});
