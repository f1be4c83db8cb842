import { expect } from 'chai';
import fc from 'fast-check';
import { paidPartOf, pricePartOf } from '../../../../src/adapters/wechat/xpay/price-terms.ts';

/** An order whose payer had a coupon, or none, and an amount within its price. */
const orders = fc.integer({ min: 1, max: 100_000_000 }).chain((price) =>
  fc.record({
    order_fee: fc.constant(price),
    paid_fee: fc.integer({ min: 1, max: price }),
    amount: fc.integer({ min: 0, max: price }),
  }),
);

describe('prices and what was paid of them', () => {
  it('are the same without a coupon', () => {
    fc.assert(
      fc.property(orders, ({ order_fee, amount }) => {
        const fees = { order_fee, paid_fee: order_fee };
        expect(paidPartOf(amount, fees)).to.equal(amount);
        expect(pricePartOf(amount, fees)).to.equal(amount);
      }),
    );
  });

  it('agree about nothing and about the whole', () => {
    fc.assert(
      fc.property(orders, (fees) => {
        expect([paidPartOf(0, fees), paidPartOf(fees.order_fee, fees)]).to.deep.equal([0, fees.paid_fee]);
        expect([pricePartOf(0, fees), pricePartOf(fees.paid_fee, fees)]).to.deep.equal([0, fees.order_fee]);
      }),
    );
  });

  it('come back: a part of what was paid is found again from its part of the price', () => {
    fc.assert(
      fc.property(orders, ({ amount, ...fees }) => {
        const paid = Math.min(amount, fees.paid_fee);
        expect(paidPartOf(pricePartOf(paid, fees), fees)).to.equal(paid);
      }),
    );
  });

  it('never say that more has gone back than was asked for', () => {
    fc.assert(
      fc.property(orders, ({ amount, ...fees }) => {
        expect(pricePartOf(paidPartOf(amount, fees), fees)).to.be.at.most(amount);
      }),
    );
  });
});
