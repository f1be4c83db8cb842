import { expect } from 'chai';
import { isSettled, noteRefund, refundedFenOf } from '../../../src/domain/ordering/order.ts';
import { standingOf } from '../../../src/domain/ordering/refund.ts';
import { hasPaid, knownPayment } from '../../../src/domain/ordering/refunded-payment.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { aClosedOrder, anAttempt, aPendingOrder } from '../../support/builders.ts';
import {
  aProcessingRefund,
  aSale,
  aSucceededRefund,
  aTransactionId,
  inEveryState,
  refundedBy,
} from '../../support/refund-builders.ts';

describe('an order of which money went back', () => {
  const { order } = aSale();

  it('is refunded in part, then in whole', () => {
    expect(noteRefund(order, fen(1))).to.include({ status: 'partly_refunded', refundedFen: 1 });
    expect(noteRefund(order, fen(400))).to.deep.equal({ ...order, status: 'partly_refunded', refundedFen: 400 });
    expect(noteRefund(refundedBy(order, 400), fen(590))).to.deep.equal({
      ...{ ...order, status: 'refunded', refundedFen: 990 },
    });
    expect(noteRefund(order, fen(990)).status).to.equal('refunded');
  });

  it('is still settled, and knows how much', () => {
    expect([order, refundedBy(order, 400), refundedBy(order, 990)].map(refundedFenOf)).to.deep.equal([0, 400, 990]);
    expect(isSettled(refundedBy(order, 990))).to.equal(true);
  });

  it('cannot give back more than it brought in, nor nothing', () => {
    expect(() => noteRefund(order, fen(991))).to.throw(RangeError);
    expect(() => noteRefund(refundedBy(order, 400), fen(591))).to.throw(RangeError);
    expect(() => noteRefund(order, fen(0))).to.throw(RangeError);
  });
});

describe('what stands of a payment', () => {
  const { payment } = aSale();

  it('is off for every refund that has gone back or may', () => {
    const each = inEveryState({ payment, refundFen: fen(100) });
    expect(standingOf(payment, each)).to.deep.equal({ refundedFen: 500, leftFen: 490 });
  });

  it('is not touched by refunds of other payments', () => {
    const other = aProcessingRefund({ payment: { ...payment, transactionId: aTransactionId() } });
    expect(standingOf(payment, [other])).to.deep.equal({ refundedFen: 0, leftFen: 990 });
  });

  it('is never less than nothing, where a refund here and one elsewhere are in each other’s way', () => {
    const both = [600, 700].map((amount) => aProcessingRefund({ payment, refundFen: fen(amount) }));
    expect(standingOf(payment, both)).to.deep.equal({ refundedFen: 990, leftFen: 0 });
  });
});

describe('the payment of an attempt', () => {
  const { order, attempt, payment } = aSale();

  it('is known when it paid the order', () => {
    expect(knownPayment(order, attempt, [])).to.deep.equal(payment);
    expect(hasPaid(payment, order)).to.equal(true);
  });

  it('is known by the refund that gives it back when the order did not need it', () => {
    const other = anAttempt(order);
    const second = { ...payment, outTradeNo: other.intent.outTradeNo, transactionId: aTransactionId() };
    expect(knownPayment(order, other, [])).to.equal(null);
    expect(knownPayment(order, other, [aSucceededRefund({ payment: second })])).to.deep.equal(second);
    expect(hasPaid(second, order)).to.equal(false);
  });

  it('is not known while the order waits for it, or was closed without it', () => {
    const pending = aPendingOrder();
    for (const unpaid of [pending, aClosedOrder(pending)]) {
      expect(knownPayment(unpaid, anAttempt(pending), [])).to.equal(null);
      expect(hasPaid(payment, unpaid)).to.equal(false);
    }
  });
});
