import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OrderId, OutTradeNo, RefundId } from '../../../../src/domain/shared/ids.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { aPaymentFor } from '../../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../../support/customers.ts';
import { newId } from '../../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../../support/instants.ts';
import {
  aPaidBuyer,
  aRequestedRefund,
  askFor,
  available,
  frozenFor,
  refundStory,
  refundsOfOrder,
  spend,
  theRefund,
} from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

describe('request a refund', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON), { approvalLimitFen: fen(500) });
  });

  it('freezes the points and keeps what will be sent, in one step', async () => {
    const { userId, order, payment } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 495);
    expect(refund).to.deep.include({
      ...{ status: 'approved', refundFen: 495, orderId: order.id, requestedBy: 'alice', origin: 'operator' },
    });
    expect(refund.outRefundNo).to.match(/^[0-9a-f]{32}$/);
    expect(refund.payment).to.deep.include({ transactionId: payment.transactionId, paidFen: 990, gateway: 'jsapi' });
    expect(await available(shop, userId)).to.equal(50n);
    expect(await frozenFor(shop, userId, refund.id)).to.deep.equal({ state: 'frozen', points: 50n });
    expect((await theOrder(shop, order.id)).order.status, 'nothing has gone back yet').to.equal('paid');
    expect(await theRefund(shop, refund.id)).to.deep.equal(refund);
  });

  it('writes down who asked, for what and how much', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id, outRefundNo } = await aRequestedRefund(shop, order, 495);
    expect((await historyOf(shop, order.id)).at(-1)).to.deep.equal({
      ...{ kind: 'refund_requested', cause: 'operator', at: NOON },
      detail: { refundId: id, outRefundNo, amountFen: '495', by: 'alice' },
    });
  });

  it('asks nothing of the provider: the workers do', async () => {
    const { order } = await aPaidBuyer(shop);
    await aRequestedRefund(shop, order, 495);
    expect([shop.gateway.refundsSent, shop.gateway.asked]).to.deep.equal([[], []]);
  });

  it('gives back all that is unspent, and takes all that is left for it', async () => {
    const { userId, order } = await aPaidBuyer(shop, { bonusPoints: points(20n) });
    await spend(shop, userId, 60n);
    const refund = await aRequestedRefund(shop, order, 'all');
    expect(refund.refundFen).to.equal(495);
    expect(await available(shop, userId)).to.equal(0n);
  });

  it('leaves other orders of the buyer alone', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    await aPaidBuyer(shop, { code: 'other' });
    await aRequestedRefund(shop, order, 'all');
    expect(await available(shop, userId)).to.equal(100n);
  });

  it('is understood by the number of the payment as by the order', async () => {
    const { order, outTradeNo } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 99, { of: { outTradeNo } });
    expect(refund.orderId).to.equal(order.id);
  });

  it('may be made again for the rest, until nothing is left', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const parts = [297, 297, 'all'] as const;
    for (const part of parts) await aRequestedRefund(shop, order, part);
    expect((await refundsOfOrder(shop, order.id)).map(({ refundFen }) => refundFen)).to.deep.equal([297, 297, 396]);
    expect(await available(shop, userId)).to.equal(0n);
    expect(await shop.requestRefund(askFor(order, 'all'))).to.deep.equal({ kind: 'nothing_to_refund' });
  });

  it('above the limit freezes the points, and is not sent until a second operator agrees', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const { id, status } = await aRequestedRefund(shop, order, 501);
    expect([status, await available(shop, userId)]).to.deep.equal(['awaiting_approval', 49n]);
    await shop.sendRefunds.run(untilDone);
    expect(shop.gateway.refundsSent).to.deep.equal([]);
    shop.uow.now = msAfter(NOON, MINUTE);
    expect((await shop.approveRefund(id, 'bob')).kind).to.equal('approved');
    await shop.sendRefunds.run(untilDone);
    expect(shop.gateway.refundsSent).to.have.length(1);
    expect(await theRefund(shop, id)).to.deep.include({ status: 'processing', decidedBy: 'bob' });
    expect((await historyOf(shop, order.id)).at(-1)).to.deep.include({
      ...{ kind: 'refund_approved', cause: 'operator', at: shop.uow.now },
    });
    expect((await historyOf(shop, order.id)).at(-1)?.detail).to.include({ refundId: id, by: 'bob' });
  });

  it('that is rejected has its points back, and is never sent', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 501);
    expect((await shop.rejectRefund(id, 'bob', 'not agreed')).kind).to.equal('rejected');
    expect(await available(shop, userId)).to.equal(100n);
    expect(await frozenFor(shop, userId, id)).to.include({ state: 'released' });
    await shop.sendRefunds.run(untilDone);
    expect(shop.gateway.refundsSent).to.deep.equal([]);
    expect((await historyOf(shop, order.id)).at(-1)?.detail).to.include({ by: 'bob', why: 'not agreed' });
    expect((await aRequestedRefund(shop, order, 501)).status, 'and may be asked for again').to.equal(
      'awaiting_approval',
    );
  });

  it('is decided about once, and not by who asked for it', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 501);
    expect(await shop.approveRefund(id, 'alice')).to.deep.equal({ kind: 'same_operator', requestedBy: 'alice' });
    await shop.approveRefund(id, 'bob');
    const over = { kind: 'not_awaiting', status: 'approved' };
    expect([await shop.approveRefund(id, 'carol'), await shop.rejectRefund(id, 'carol', 'no')]).to.deep.equal([
      over,
      over,
    ]);
    expect(await refundStory(shop, order.id)).to.deep.equal(['refund_requested operator', 'refund_approved operator']);
  });

  it('that nobody has made cannot be decided about', async () => {
    const id = newId<RefundId>();
    expect([await shop.approveRefund(id, 'bob'), await shop.rejectRefund(id, 'bob', 'no')]).to.deep.equal([
      { kind: 'unknown_refund' },
      { kind: 'unknown_refund' },
    ]);
  });

  describe('that is said twice', () => {
    it('under one key is one refund', async () => {
      const { userId, order } = await aPaidBuyer(shop);
      const asked = askFor(order, 99, { requestKey: 'ticket-7' });
      const [first, second] = [await shop.requestRefund(asked), await shop.requestRefund(asked)];
      expect([first, second].map(({ kind }) => kind)).to.deep.equal(['requested', 'requested']);
      expect([first, second]).to.have.nested.property('[0].repeated', false);
      expect(second).to.deep.equal({ ...first, repeated: true });
      expect(await available(shop, userId)).to.equal(90n);
    });

    it('under one key for all is one refund, though less can go back now', async () => {
      const { order } = await aPaidBuyer(shop);
      const asked = askFor(order, 'all', { requestKey: 'ticket-7' });
      await shop.requestRefund(asked);
      expect(await shop.requestRefund(asked)).to.include({ kind: 'requested', repeated: true });
    });

    it('under one key with another amount is refused', async () => {
      const { order } = await aPaidBuyer(shop);
      const refund = await aRequestedRefund(shop, order, 99, { requestKey: 'ticket-7' });
      expect(await shop.requestRefund(askFor(order, 98, { requestKey: 'ticket-7' }))).to.deep.equal({
        ...{ kind: 'request_key_reused', refund },
      });
    });

    it('without a key is two refunds', async () => {
      const { order } = await aPaidBuyer(shop);
      for (let times = 0; times < 2; times++) await aRequestedRefund(shop, order, 99);
      expect(await refundsOfOrder(shop, order.id)).to.have.length(2);
    });
  });

  describe('is refused, and nothing is frozen,', () => {
    it('for an order or a number that is not there', async () => {
      await aPaidBuyer(shop);
      expect(await shop.requestRefund(askFor({ id: newId<OrderId>() }, 99))).to.deep.equal({ kind: 'unknown_order' });
      const of = { outTradeNo: 'f'.repeat(32) as OutTradeNo };
      expect(await shop.requestRefund(askFor({ id: newId<OrderId>() }, 99, { of }))).to.deep.equal({
        ...{ kind: 'unknown_order' },
      });
    });

    it('for an order that is not paid, or was closed', async () => {
      const { order, outTradeNo } = await aBuyerWithAnOrder(shop);
      expect(await shop.requestRefund(askFor(order, 99))).to.deep.equal({ kind: 'not_paid', status: 'pending' });
      await shop.closeUnpaid(outTradeNo, 'user', 'order');
      expect(await shop.requestRefund(askFor(order, 99))).to.deep.equal({ kind: 'not_paid', status: 'closed' });
    });

    it('for a number of a paid order that nobody has paid', async () => {
      const { userId, offer, order, attempt } = await aBuyerWithAnOrder(shop);
      await shop.placeOrder({ userId, packageId: offer.id, platform: 'web' });
      const { attempt: second } = await theOrder(shop, order.id);
      await shop.settlePayment(aPaymentFor(second), 'poll');
      const of = { outTradeNo: attempt.intent.outTradeNo };
      expect(await shop.requestRefund(askFor(order, 99, { of }))).to.deep.equal({ kind: 'not_paid', status: 'paid' });
      expect((await aRequestedRefund(shop, order, 99)).payment.outTradeNo).to.equal(second.intent.outTradeNo);
    });

    it('for more than the unspent points stand for', async () => {
      const { userId, order } = await aPaidBuyer(shop);
      await spend(shop, userId, 50n);
      expect(await shop.requestRefund(askFor(order, 496))).to.deep.equal({
        ...{ kind: 'more_than_refundable', refundableFen: 495 },
      });
      expect(await available(shop, userId)).to.equal(50n);
      expect(await refundsOfOrder(shop, order.id)).to.deep.equal([]);
    });

    it('when every point is spent, or has expired', async () => {
      const spent = await aPaidBuyer(shop);
      await spend(shop, spent.userId, 100n);
      expect(await shop.requestRefund(askFor(spent.order, 'all'))).to.deep.equal({ kind: 'nothing_to_refund' });
      const expired = await aPaidBuyer(shop, { code: 'short', validity: { kind: 'days', days: 1 } });
      shop.uow.now = msAfter(NOON, 3 * DAY);
      expect(await shop.requestRefund(askFor(expired.order, 1))).to.deep.equal({ kind: 'nothing_to_refund' });
    });

    it('a year after the payment', async () => {
      const { order } = await aPaidBuyer(shop, { validity: { kind: 'days', days: 3_650 } });
      const until = msAfter(order.paidAt, 365 * DAY);
      shop.uow.now = msAfter(until, 1);
      expect(await shop.requestRefund(askFor(order, 99))).to.deep.equal({ kind: 'too_late', until });
      shop.uow.now = until;
      expect((await shop.requestRefund(askFor(order, 99))).kind).to.equal('requested');
    });

    it('for the fifty-first time', async () => {
      const { userId, order } = await aPaidBuyer(shop);
      for (let nth = 0; nth < 50; nth++) await aRequestedRefund(shop, order, 1);
      expect(await shop.requestRefund(askFor(order, 1))).to.deep.equal({ kind: 'too_many_refunds', limit: 50 });
      expect(await available(shop, userId)).to.equal(50n);
    });

    it('without a reason that the payer can read', async () => {
      const { order } = await aPaidBuyer(shop);
      expect(await shop.requestRefund(askFor(order, 1, { reason: ' ' }))).to.deep.equal({
        ...{ kind: 'bad_reason', longest: 80 },
      });
    });
  });
});
