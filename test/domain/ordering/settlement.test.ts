import { expect } from 'chai';
import type { Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import { decideSettlement, totalPoints } from '../../../src/domain/ordering/settlement.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { TransactionId } from '../../../src/domain/shared/ids.ts';
import {
  aClosedOrder,
  anAttempt,
  aPaidOrder,
  aPaymentFor,
  aPendingOrder,
  OURS,
  someTerms,
} from '../../support/builders.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../support/instants.ts';

describe('a payment', () => {
  const now = msAfter(NOON, MINUTE);

  it('turns a pending order to paid', () => {
    const order = aPendingOrder();
    const payment = aPaymentFor(anAttempt(order));
    const { status: _, ...placed } = order;
    expect(decideSettlement(order, anAttempt(order), payment, now)).to.deep.equal({
      kind: 'settled',
      late: false,
      order: {
        ...placed,
        status: 'paid',
        paidAt: payment.paidAt,
        settledAt: now,
        outTradeNo: payment.outTradeNo,
        transactionId: payment.transactionId,
        pointsExpireAt: beijing('2027-01-16 00:00'),
      },
    });
  });

  it('that arrives after the order was closed is still credited, and marked as late', () => {
    const order = aClosedOrder();
    const settlement = decideSettlement(order, anAttempt(order), aPaymentFor(anAttempt(order)), now);
    expect(settlement).to.deep.include({ kind: 'settled', late: true });
    expect(settlement).to.have.nested.property('order.status', 'paid');
    expect(settlement).not.to.have.nested.property('order.closedAt');
  });

  it('lets points live from the settlement on, not from the order', () => {
    const order = aPendingOrder({ terms: someTerms({ validity: { kind: 'days', days: 1 } }) });
    const settlement = decideSettlement(
      order,
      anAttempt(order),
      aPaymentFor(anAttempt(order)),
      beijing('2026-01-20 09:00'),
    );
    expect(settlement).to.have.nested.property('order.pointsExpireAt').deep.equal(beijing('2026-01-22 00:00'));
  });

  it('that has settled its order already changes nothing', () => {
    const order = aPaidOrder();
    const payment = aPaymentFor(anAttempt(order), { transactionId: order.transactionId });
    expect(decideSettlement(order, anAttempt(order), payment, now)).to.deep.equal({ kind: 'already_settled', order });
  });

  it('for an order that another payment has paid is money to give back', () => {
    const order = aPaidOrder();
    const payment = aPaymentFor(anAttempt(order), { transactionId: 'another' as TransactionId });
    expect(decideSettlement(order, anAttempt(order), payment, now)).to.deep.equal({ kind: 'duplicate_payment', order });
  });

  const wrong: readonly (readonly [string, Partial<Payment>, string, string])[] = [
    ['mchid', { mchid: '1999999999' }, OURS.mchid, '1999999999'],
    ['appid', { appid: 'wx-other' }, OURS.appid, 'wx-other'],
    ['amount', { amountFen: fen(1) }, '990', '1'],
    ['amount', { amountFen: fen(991) }, '990', '991'],
    ['currency', { currency: 'USD' }, 'CNY', 'USD'],
    ['payer', { payerOpenid: 'o-somebody-else' }, OURS.openid, 'o-somebody-else'],
    ['payer', { payerOpenid: null }, OURS.openid, ''],
  ];
  for (const [field, change, expected, actual] of wrong) {
    it(`whose ${field} is '${actual}' settles nothing`, () => {
      const order = aPendingOrder();
      const attempt = anAttempt(order);
      expect(decideSettlement(order, attempt, aPaymentFor(attempt, change), now)).to.deep.equal({
        kind: 'mismatch',
        mismatch: { field, expected, actual },
      });
    });
  }

  it('that is not ours is a mismatch even when the order is paid or closed', () => {
    for (const order of [aPaidOrder(), aClosedOrder()]) {
      const payment = aPaymentFor(anAttempt(order), { amountFen: fen(1) });
      expect(decideSettlement(order, anAttempt(order), payment, now).kind).to.equal('mismatch');
    }
  });
});

describe('an order gives', () => {
  it('its points and its bonus', () => expect(totalPoints(aPaidOrder())).to.equal(120n));
});
