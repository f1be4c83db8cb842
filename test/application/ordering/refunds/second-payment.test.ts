import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { aPaymentFor, aProviderRefund, OURS } from '../../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../../support/customers.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../../support/instants.ts';
import { toldOf } from '../../../support/refund-builders.ts';
import { askFor, available, frozenFor, refundStory, refundsOfOrder } from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

describe('a second payment of one order', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON), { approvalLimitFen: fen(1) });
  });

  /** Begun on the phone, gone on at the desk, and paid at both. */
  const paidTwice = async () => {
    const { userId, offer, order, attempt } = await aBuyerWithAnOrder(shop);
    await shop.placeOrder({ userId, packageId: offer.id, platform: 'web' });
    const { attempt: atDesk } = await theOrder(shop, order.id);
    const [wanted, second] = [aPaymentFor(atDesk), aPaymentFor(attempt)];
    shop.nativeGateway.hasReceived(wanted);
    shop.gateway.hasReceived(second);
    await shop.settlePayment(wanted, 'notification');
    return { userId, order, attempt, wanted, second };
  };
  const theRefund = async (orderId: Parameters<typeof refundsOfOrder>[1]) => {
    const all = await refundsOfOrder(shop, orderId);
    expect(all).to.have.length(1);
    return all[0] as (typeof all)[number];
  };

  it('goes back by itself, all of it, whatever the limit, through its own gateway', async () => {
    const { userId, order, second } = await paidTwice();
    expect((await shop.settlePayment(second, 'poll')).kind).to.equal('duplicate_payment');
    expect(await theRefund(order.id)).to.deep.include({
      ...{ origin: 'duplicate_payment', status: 'approved', refundFen: 990, requestedBy: null, decidedBy: null },
    });
    await shop.sendRefunds.run(untilDone);
    expect([shop.gateway.refundsSent.length, shop.nativeGateway.refundsSent.length]).to.deep.equal([1, 0]);
    expect(shop.gateway.refundsSent[0]?.refund).to.include({ transactionId: second.transactionId, leftFen: 990 });
    const refund = await theRefund(order.id);
    shop.gateway.tells(toldOf(refund, { status: 'succeeded' }));
    shop.uow.now = msAfter(NOON, MINUTE);
    await shop.pollRefunds.run(untilDone);
    expect(await theRefund(order.id)).to.include({ status: 'succeeded' });
    expect((await theOrder(shop, order.id)).order, 'the order keeps what it was paid').to.include({ status: 'paid' });
    expect(await available(shop, userId)).to.equal(100n);
    expect(await frozenFor(shop, userId, refund.id)).to.equal(null);
    expect(await refundStory(shop, order.id)).to.deep.equal(['duplicate_payment poll', 'refund_succeeded poll']);
  });

  it('goes back once, however often it is told of', async () => {
    const { order, second } = await paidTwice();
    for (const cause of ['poll', 'notification', 'user', 'bill'] as const) await shop.settlePayment(second, cause);
    await theRefund(order.id);
    expect((await historyOf(shop, order.id)).filter(({ kind }) => kind === 'duplicate_payment')).to.have.length(1);
  });

  it('is not asked about any more, nor closed', async () => {
    const { attempt, second } = await paidTwice();
    shop.uow.now = msAfter(NOON, 5_000);
    await shop.pollPayments.run(untilDone);
    expect(shop.alarms).to.deep.equal(['duplicate_payment']);
    const before = shop.gateway.asked.length;
    shop.uow.now = msAfter(NOON, DAY);
    await shop.pollPayments.run(untilDone);
    await shop.closeExpiredOrders.run(untilDone);
    const later = shop.gateway.asked.slice(before).filter((asked) => asked.includes(attempt.intent.outTradeNo));
    expect([later, second.outTradeNo]).to.deep.equal([[], attempt.intent.outTradeNo]);
  });

  it('that does not fit its attempt is set aside instead, and nothing goes back', async () => {
    const { order, attempt } = await paidTwice();
    const wrong = aPaymentFor(attempt, { amountFen: fen(1) });
    expect((await shop.settlePayment(wrong, 'poll')).kind).to.equal('mismatch');
    expect(await refundsOfOrder(shop, order.id)).to.deep.equal([]);
  });

  it('whose refund fails can be given back by an operator, without points', async () => {
    const { userId, order, attempt, second } = await paidTwice();
    await shop.settlePayment(second, 'poll');
    shop.gateway.refunds.gives({ kind: 'rejected', reason: '用户账户异常' });
    await shop.sendRefunds.run(untilDone);
    expect(shop.alarms).to.deep.equal(['duplicate_payment', 'refund_failed']);
    await shop.settlePayment(second, 'bill');
    await theRefund(order.id);
    const of = { outTradeNo: attempt.intent.outTradeNo };
    const asked = await shop.requestRefund(askFor(order, 'all', { of }));
    if (asked.kind !== 'requested') expect.fail(asked.kind);
    expect(asked.refund).to.deep.include({ refundFen: 990, status: 'awaiting_approval' });
    expect(asked.refund.payment.transactionId).to.equal(second.transactionId);
    expect([await available(shop, userId), await frozenFor(shop, userId, asked.refund.id)]).to.deep.equal([100n, null]);
    expect(await shop.requestRefund(askFor(order, 'all', { of }))).to.deep.equal({ kind: 'nothing_to_refund' });
  });

  it('that was given back in the console as well is known as that, and ours fails', async () => {
    const { userId, order, attempt, second } = await paidTwice();
    await shop.settlePayment(second, 'poll');
    const { outTradeNo } = attempt.intent;
    const told = aProviderRefund({ outTradeNo, status: 'succeeded' });
    await shop.applyRefund({ mchid: OURS.mchid, refund: told }, 'bill');
    shop.gateway.refunds.gives({ kind: 'rejected', reason: '订单已全额退款' });
    await shop.sendRefunds.run(untilDone);
    const seen = (await refundsOfOrder(shop, order.id)).map(({ origin, status }) => `${origin} ${status}`);
    expect(seen).to.have.members(['duplicate_payment failed', 'elsewhere succeeded']);
    expect((await theOrder(shop, order.id)).order).to.include({ status: 'paid' });
    expect(await available(shop, userId)).to.equal(100n);
  });
});
