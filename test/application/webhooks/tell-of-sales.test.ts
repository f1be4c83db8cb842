import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { settleWithin } from '../../../src/application/ordering/settle-payment.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPaymentFor, aProviderRefund, OURS } from '../../support/builders.ts';
import { aBuyerWithAnOrder } from '../../support/customers.ts';
import { aCheckoutOf, aHearer, told } from '../../support/hearing.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { toldOf } from '../../support/refund-builders.ts';
import { aPaidBuyer, aSentRefund, refundsOfOrder, spend } from '../../support/refunding.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('tell of sales', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const logged = () => shop.listWebhookLog({}, 99);

  it('to everyone who wants to hear of all sales, once, whoever tells us of the payment', async () => {
    const books = await aHearer(shop, { audience: 'everyone' });
    const { attempt, order, userId } = await aBuyerWithAnOrder(shop, { bonusPoints: points(20n) });
    const payment = aPaymentFor(attempt);
    await Promise.all((['notification', 'poll', 'bill'] as const).map((cause) => shop.settlePayment(payment, cause)));
    expect(await told(shop)).to.deep.equal([`order.paid to ${books.endpoint.url}`]);
    const [message] = shop.webhookSender.sent;
    expect(message?.event).to.deep.include({ type: 'order.paid', key: order.id, userId, occurredAt: NOON });
    expect(message?.event.data).to.deep.equal({
      ...{ orderId: order.id, outTradeNo: payment.outTradeNo, packageCode: 'starter', amountFen: 990 },
      ...{ points: '120', paidAt: payment.paidAt.toISOString() },
    });
    expect(message?.recipient).to.deep.equal({ externalId: null, checkout: null });
    expect(message?.secrets).to.deep.equal([books.secret]);
    expect(await told(shop)).to.deep.equal([]);
  });

  it('to nobody where nobody wants to hear: nothing is kept', async () => {
    await aHearer(shop);
    await aHearer(shop, { audience: 'everyone', events: ['order.refunded'] });
    const disabled = await aHearer(shop, { audience: 'everyone' });
    await shop.changeEndpoint(disabled.endpoint.id, { enabled: false });
    await aPaidBuyer(shop);
    expect([await told(shop), await logged()]).to.deep.equal([[], []]);
  });

  it('to the service that has mapped the buyer, under its name of him, and to no other', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    const [vision, stranger] = [await aHearer(shop), await aHearer(shop)];
    await shop.uow.run(async ({ externalUsers }) => {
      await externalUsers.add({ serviceId: vision.serviceId, externalId: 'user-42', userId, createdAt: NOON });
    });
    await shop.settlePayment(aPaymentFor(attempt), 'poll');
    expect(await told(shop)).to.deep.equal([`order.paid to ${vision.endpoint.url}`]);
    expect(shop.webhookSender.sent[0]?.recipient).to.deep.equal({ externalId: 'user-42', checkout: null });
    expect(stranger.endpoint.url).not.to.equal(vision.endpoint.url);
  });

  it('of a checkout with its notes to the service that has opened it, and without them to others', async () => {
    const { userId, attempt, order } = await aBuyerWithAnOrder(shop);
    const [vision, books] = [await aHearer(shop), await aHearer(shop, { audience: 'everyone' })];
    const metadata = { cart: '7' };
    const checkout = await aCheckoutOf(shop, vision.serviceId, { user: { userId }, metadata });
    await shop.uow.run(({ checkoutSessions }) => checkoutSessions.link(checkout.id, order.id, NOON));
    await shop.settlePayment(aPaymentFor(attempt), 'notification');
    await told(shop);
    const recipients = new Map(shop.webhookSender.sent.map(({ url, recipient }) => [url, recipient]));
    expect(recipients.get(vision.endpoint.url)).to.deep.equal({
      externalId: null,
      checkout: { id: checkout.id, metadata },
    });
    expect(recipients.get(books.endpoint.url)).to.deep.equal({ externalId: null, checkout: null });
    expect(new Set(shop.webhookSender.sent.map(({ event }) => event.id))).to.have.property('size', 1);
  });

  it('and not of one that was rolled back', async () => {
    await aHearer(shop, { audience: 'everyone' });
    const { attempt } = await aBuyerWithAnOrder(shop);
    const parts = { ids: { next: newId }, reporters: shop.reporters };
    const failure = await rejectionOf(
      shop.uow.run(async (stores) => {
        const { kind } = await settleWithin(stores, parts, aPaymentFor(attempt), 'poll');
        expect([kind, (await stores.webhookOutbox.list({}, 9)).length]).to.deep.equal(['settled', 1]);
        throw new Error('the connection is lost');
      }),
    );
    expect(failure.message).to.equal('the connection is lost');
    expect([await logged(), await told(shop)]).to.deep.equal([[], []]);
  });

  it('and of each part of the money that goes back, with what it took of the points', async () => {
    const books = await aHearer(shop, { audience: 'everyone', events: ['order.refunded'] });
    const { order, userId } = await aPaidBuyer(shop);
    const parts = [
      { asked: 495, money: { refundedFen: 495, totalRefundedFen: 495, pointsTakenBack: '50' } },
      { asked: 'all', money: { refundedFen: 495, totalRefundedFen: 990, pointsTakenBack: '50' } },
    ] as const;
    for (const { asked, money } of parts) {
      const refund = await aSentRefund(shop, order, asked);
      expect(await told(shop), 'before the money is there').to.deep.equal([]);
      const news = { mchid: OURS.mchid, refund: toldOf(refund, { status: 'succeeded' }) };
      for (const cause of ['notification', 'bill'] as const) await shop.applyRefund(news, cause);
      expect(await told(shop)).to.deep.equal([`order.refunded to ${books.endpoint.url}`]);
      const { event } = shop.webhookSender.sent.at(-1) ?? expect.fail('nothing sent');
      expect(event).to.include({ type: 'order.refunded', key: refund.id, userId });
      expect(event.data).to.deep.include({ refundId: refund.id, orderId: order.id, amountFen: 990, ...money });
    }
  });

  it('and of money that went back elsewhere, although the points are spent', async () => {
    await aHearer(shop, { audience: 'everyone', events: ['order.refunded'] });
    const { order, userId } = await aPaidBuyer(shop);
    await spend(shop, userId, 90n);
    const made = aProviderRefund({ outTradeNo: order.outTradeNo, refundFen: fen(990), status: 'succeeded' });
    await shop.applyRefund({ mchid: OURS.mchid, refund: made }, 'bill');
    expect(await told(shop)).to.have.length(1);
    const [message] = shop.webhookSender.sent;
    expect(message?.event.data).to.include({ refundedFen: 990, totalRefundedFen: 990, pointsTakenBack: '10' });
  });

  it('but not of a second payment that goes back: the order is as it was', async () => {
    await aHearer(shop, { audience: 'everyone', events: ['order.refunded'] });
    const { attempt, order } = await aBuyerWithAnOrder(shop);
    await shop.settlePayment(aPaymentFor(attempt), 'poll');
    await shop.settlePayment(aPaymentFor(attempt), 'notification');
    await shop.sendRefunds.run(untilDone);
    const [refund] = await refundsOfOrder(shop, order.id);
    if (!refund) throw new Error('no refund');
    await shop.applyRefund({ mchid: OURS.mchid, refund: toldOf(refund, { status: 'succeeded' }) }, 'poll');
    expect((await refundsOfOrder(shop, order.id)).map(({ status }) => status)).to.deep.equal(['succeeded']);
    expect(await told(shop)).to.deep.equal([]);
  });
});
