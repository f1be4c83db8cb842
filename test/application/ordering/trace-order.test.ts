import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { traceOrder } from '../../../src/application/ordering/trace-order.ts';
import type { Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OrderId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor, OURS } from '../../support/builders.ts';
import { aBuyerWithAnOrder } from '../../support/customers.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import { FakeReporter } from '../../support/fake-reporter.ts';
import { aHearer, told } from '../../support/hearing.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { aPaidBuyer, aRequestedRefund, theRefund } from '../../support/refunding.ts';
import { openShop, untilDone } from '../../support/shop.ts';

type Shop = ReturnType<typeof openShop<MemoryUnitOfWork>>;

describe('the trace of an order', () => {
  let shop: Shop;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON), { approvalLimitFen: fen(500) });
  });
  const traced = async (orderId: OrderId) => {
    const outcome = await traceOrder(shop)({ orderId });
    return outcome.kind === 'traced' ? outcome : expect.fail(outcome.kind);
  };
  const story = async (id: OrderId) =>
    (await traced(id)).lines.map(({ what, cause }) => (cause === null ? what : `${what} ${cause}`));
  const next = async (id: OrderId) =>
    (await traced(id)).next.map(({ what, by, at }) =>
      at ? `${what} ${by} +${at.getTime() - NOON.getTime()}` : `${what} ${by}`,
    );
  const at = (ms: number): void => {
    shop.uow.now = msAfter(NOON, ms);
  };
  const receive = async (payment: Payment): Promise<string> => {
    const reading = { kind: 'payment', notificationId: newId(), payment, content: '{}' } as const;
    const stored = await shop.receiveNotification(aNotification(reading));
    return stored.kind === 'stored' ? stored.notificationId : expect.fail(stored.kind);
  };

  it('of one that waits says until when the buyer can pay, and when WeChat is asked', async () => {
    const { order } = await aBuyerWithAnOrder(shop);
    expect(await story(order.id)).to.deep.equal(['order.placed user', 'attempt.opened user']);
    expect(await next(order.id)).to.deep.equal([
      `provider_is_asked worker +${5 * SECOND}`,
      `buyer_pays buyer +${30 * MINUTE}`,
      `order_is_closed worker +${30 * MINUTE}`,
    ]);
  });

  it('of one that was paid tells of the notification, the move, the points and who was told, causes first', async () => {
    shop.reporters.set('jsapi', new FakeReporter());
    await aHearer(shop, { audience: 'everyone' });
    const { order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop);
    at(MINUTE);
    const payment = aPaymentFor(attempt);
    await shop.handleNotification(await receive(payment));
    const { lines } = await traced(order.id);
    expect(lines.slice(2).map(({ what }) => what)).to.deep.equal([
      ...['notification.received', 'order.paid', 'points.grant', 'delivery.owed', 'webhook.owed'],
      'notification.handled',
    ]);
    const line = (what: string) => lines.find((each) => each.what === what);
    expect(line('notification.received')).to.deep.include({
      figures: { about: 'payment', amountFen: 990, paidAt: payment.paidAt.toISOString() },
    });
    expect(line('order.paid')).to.deep.include({
      cause: 'notification',
      ids: { transactionId: payment.transactionId },
    });
    expect(line('points.grant')?.figures).to.include({ points: '100', balanceAfter: '100', lot: 'paid' });
    expect(line('delivery.owed')?.ids).to.deep.equal({ outTradeNo });
    expect((await traced(order.id)).next.map(({ what }) => what)).to.have.members([
      'webhook_is_sent',
      'delivery_is_reported',
    ]);
  });

  it('tells of every try to tell a backend service, and is at rest when all is done', async () => {
    await aHearer(shop, { audience: 'everyone' });
    const { order } = await aPaidBuyer(shop);
    at(SECOND);
    await told(shop);
    const { lines, next: steps } = await traced(order.id);
    expect(lines.at(-1)).to.deep.include({ what: 'webhook.tried' });
    expect(lines.at(-1)?.figures).to.include({ event: 'order.paid', state: 'delivered' });
    expect(steps).to.deep.equal([]);
  });

  it('of a payment that does not fit says what was expected, and that a person is needed', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    await shop.handleNotification(await receive(aPaymentFor(attempt, { amountFen: fen(1) })));
    const mismatch = (await traced(order.id)).lines.find(({ what }) => what === 'payment.mismatch');
    expect(mismatch?.figures).to.deep.equal({ field: 'amount', expected: '990', actual: '1' });
    expect(await story(order.id)).to.include.members(['attempt.set_aside', 'notification.handled notification']);
    expect(await next(order.id)).to.deep.equal(['payment_is_looked_at operator']);
  });

  it('names no payer, not even one who is not ours', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    await shop.handleNotification(await receive(aPaymentFor(attempt, { payerOpenid: 'o-somebody-else' })));
    const all = JSON.stringify((await traced(order.id)).lines);
    expect(all).to.include('"field":"payer"').and.not.to.include('o-somebody-else').and.not.to.include(OURS.openid);
  });

  it('of a refund above the limit says that a second operator is waited for, and then who it was', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 'all');
    expect(await next(order.id)).to.deep.equal(['refund_is_approved second_operator']);
    at(SECOND);
    await shop.approveRefund(id, 'bob', 'checked');
    expect(await next(order.id)).to.deep.equal([`refund_is_sent worker +${SECOND}`]);
    const approved = (await traced(order.id)).lines.at(-1);
    expect(approved).to.deep.include({ what: 'refund.approved', cause: 'operator' });
    expect(approved?.figures).to.include({ by: 'bob', why: 'checked', amountFen: 990 });
  });

  it('of a refund tells every step: frozen, accepted, gone back, taken', async () => {
    const { order } = await aPaidBuyer(shop);
    at(SECOND);
    const { id, outRefundNo } = await aRequestedRefund(shop, order, 99);
    at(2 * SECOND);
    await shop.sendRefunds.run(untilDone);
    const refund = await theRefund(shop, id);
    if (refund.status !== 'processing') expect.fail(refund.status);
    expect(await next(order.id)).to.deep.equal([`refund_is_asked_about worker +${MINUTE + 2 * SECOND}`]);
    at(MINUTE);
    const { payment, refundFen, providerRefundId: refundId } = refund;
    const news = { outRefundNo, outTradeNo: payment.outTradeNo, refundId, refundFen } as const;
    await shop.applyRefund(
      { mchid: null, refund: { ...news, status: 'succeeded', succeededAt: NOON } },
      'notification',
    );
    expect((await story(order.id)).slice(4)).to.deep.equal([
      ...['refund.requested operator', 'points.freeze', 'refund.accepted answer'],
      ...['refund.succeeded notification', 'points.release', 'points.claw_back'],
    ]);
    expect(await next(order.id)).to.deep.equal([]);
  });

  it('is found by every number that people have at hand', async () => {
    const { order, outTradeNo, payment } = await aPaidBuyer(shop);
    const { outRefundNo } = await aRequestedRefund(shop, order, 99);
    for (const number of [outTradeNo, payment.transactionId, outRefundNo]) {
      const found = await traceOrder(shop)({ number });
      expect(found.kind === 'traced' && found.file.order.id).to.equal(order.id);
    }
    expect(await traceOrder(shop)({ number: 'no-such-number' })).to.deep.equal({ kind: 'unknown_order' });
    expect(await traceOrder(shop)({ orderId: newId<OrderId>() })).to.deep.equal({ kind: 'unknown_order' });
  });

  it('tells of a notification that nobody has handled yet', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    await receive(aPaymentFor(attempt));
    expect(await next(order.id)).to.include(`notification_is_handled worker +${2 * SECOND}`);
  });

  it('of one that was closed unpaid shows how, and that it is still asked about', async () => {
    const { order, outTradeNo } = await aBuyerWithAnOrder(shop);
    at(31 * MINUTE);
    await shop.closeExpiredOrders.run(untilDone);
    expect((await story(order.id)).slice(2)).to.deep.equal(['attempt.ended expiry', 'order.closed expiry']);
    const { next: steps } = await traced(order.id);
    expect(steps.map(({ what, ids }) => [what, ids.outTradeNo])).to.deep.equal([['provider_is_asked', outTradeNo]]);
  });
});
