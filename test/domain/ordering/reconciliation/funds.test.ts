import { expect } from 'chai';
import { compareFunds, type FundSum, mayBeOfDayBefore } from '../../../../src/domain/ordering/reconciliation/funds.ts';
import { feeAsYuan, milliFen, roundedFen } from '../../../../src/domain/ordering/reconciliation/milli-fen.ts';
import { addUnbilled, revenueOf } from '../../../../src/domain/ordering/reconciliation/revenue.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { aPaymentRow, aRefundRow } from '../../../support/bill-builders.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../../support/instants.ts';

const MIDNIGHT = beijing('2026-01-16 00:00:00');

describe('what the fund bill has moved for a line', () => {
  const payment = aPaymentRow();
  const sum = (change: Partial<FundSum> = {}): FundSum => ({
    ...{ providerNo: payment.transactionId, movedFen: 990, feeFen: 6, firstAt: NOON },
    ...change,
  });

  it('is what the line says: its money, and its fee rounded to a fen', () => {
    expect(compareFunds(payment, sum(), MIDNIGHT)).to.deep.equal({ kind: 'booked' });
  });

  it('goes the other way for a refund', () => {
    const back = { ...sum(), movedFen: -495, feeFen: -3 };
    expect(compareFunds(aRefundRow(), back, MIDNIGHT)).to.deep.equal({ kind: 'booked' });
  });

  for (const [what, change, field] of [
    ['a fen more in fees', { feeFen: 7 }, 'fee'],
    ['no fee at all', { feeFen: 0 }, 'fee'],
    ['a fen less of money', { movedFen: 989 }, 'moved'],
  ] as const) {
    it(`differs with ${what}`, () => {
      const verdict = compareFunds(payment, sum(change), MIDNIGHT);
      expect(verdict.kind === 'differs' && verdict.difference).to.include({
        class: 'fee',
        field,
        remedy: 'read_funds',
      });
    });
  }

  it('may come on the next day for the last ten minutes, and not for what was earlier', () => {
    const at = (ms: number) => compareFunds(aPaymentRow({ at: msAfter(MIDNIGHT, ms) }), null, MIDNIGHT).kind;
    expect([at(-1), at(-10 * MINUTE), at(-10 * MINUTE - 1)]).to.deep.equal(['not_yet', 'not_yet', 'differs']);
    const flow = (ms: number) => mayBeOfDayBefore(sum({ firstAt: msAfter(MIDNIGHT, ms) }), MIDNIGHT);
    expect([flow(0), flow(10 * MINUTE - 1), flow(10 * MINUTE)]).to.deep.equal([true, true, false]);
  });

  it('is nothing for a line without money and fee', () => {
    const nothing = aPaymentRow({ settledFen: fen(0), feeMilliFen: milliFen(0) });
    expect(compareFunds(nothing, null, MIDNIGHT)).to.deep.equal({ kind: 'booked' });
  });
});

describe('fees', () => {
  it('are rounded to a fen, a half away from zero', () => {
    const rounded = [5_940, 5_499, 5_500, -5_500, -5_499, 0, 499].map((fee) => roundedFen(milliFen(fee)));
    expect(rounded).to.deep.equal([6, 5, 6, -6, -5, 0, 0].map((each) => each + 0));
  });

  it('read as the bill writes them', () => {
    const texts = [5_940, -5_940, 0, 100_000, 12_345_678].map((fee) => feeAsYuan(milliFen(fee)));
    expect(texts).to.deep.equal(['0.05940', '-0.05940', '0.00000', '1.00000', '123.45678']);
  });
});

describe('revenue', () => {
  const sold = {
    packageCode: 'a',
    packageName: 'A',
    payments: 2,
    refunds: 1,
    paidFen: fen(1_980),
    refundedFen: fen(990),
  };

  it('is what was paid, less what went back and what the provider kept, to a thousandth of a fen', () => {
    const { packages, total } = revenueOf([
      { ...sold, feeMilliFen: milliFen(5_941) },
      { ...sold, packageCode: 'b', feeMilliFen: milliFen(-1) },
    ]);
    expect(packages.map(({ netMilliFen }) => netMilliFen)).to.deep.equal([984_059, 990_001]);
    expect(total).to.include({ payments: 4, refunds: 2, paidFen: 3_960, refundedFen: 1_980, netMilliFen: 1_974_060 });
  });

  it('of nothing is nothing', () => {
    expect(revenueOf([]).total).to.include({ payments: 0, netMilliFen: 0 });
  });

  it('does not have what was paid in other ways, which is summed up by gateway', () => {
    const sale = { gateway: 'xpay', payments: 1, amountFen: fen(5) } as const;
    expect(addUnbilled([sale, sale, { ...sale, gateway: 'jsapi' }])).to.deep.equal([
      { gateway: 'xpay', payments: 2, amountFen: 10 },
      { gateway: 'jsapi', payments: 1, amountFen: 5 },
    ]);
  });
});
