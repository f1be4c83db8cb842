import { expect } from 'chai';
import { refuseSpending, type Spending, spendingDayOf } from '../../../src/domain/ordering/spending.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { beijing, NOON } from '../../support/instants.ts';

const LIMITS = { openOrders: 5, dailyFen: fen(10_000) };
const spent = (openOrders: number, openFen: number, paidFen: number): Spending => ({
  ...{ openOrders, openFen: fen(openFen), paidFen: fen(paidFen) },
});
const refusal = (spending: Spending, amountFen: number, now = NOON) =>
  refuseSpending(spending, LIMITS, fen(amountFen), now);

describe('spending', () => {
  it('is free below the limits, and up to them', () => {
    expect(refusal(spent(0, 0, 0), 10_000)).to.equal(null);
    expect(refusal(spent(4, 3_000, 4_000), 3_000)).to.equal(null);
  });

  it('is refused for one fen more than is left, which is said', () => {
    expect(refusal(spent(4, 3_000, 4_000), 3_001)).to.deep.equal({
      kind: 'daily_limit_reached',
      ...{ limitFen: 10_000, leftFen: 3_000, resetsAt: beijing('2026-01-16 00:00') },
    });
  });

  it('has nothing left, and no less, where more was spent than is allowed by now', () => {
    expect(refusal(spent(1, 9_000, 9_000), 1)).to.deep.include({ kind: 'daily_limit_reached', leftFen: 0 });
  });

  it('is refused for too many open orders first: another amount would not help', () => {
    expect(refusal(spent(5, 20_000, 0), 99_999)).to.deep.equal({ kind: 'too_many_open_orders', limit: 5 });
    expect(refusal(spent(6, 0, 0), 1)).to.have.property('kind', 'too_many_open_orders');
  });

  for (const [now, day, reset] of [
    ['2026-01-15 00:00:00.000', '2026-01-15 00:00', '2026-01-16 00:00'],
    ['2026-01-15 07:59:59.999', '2026-01-15 00:00', '2026-01-16 00:00'],
    ['2026-01-15 08:00:00.000', '2026-01-15 00:00', '2026-01-16 00:00'],
    ['2026-01-15 23:59:59.999', '2026-01-15 00:00', '2026-01-16 00:00'],
    ['2026-12-31 23:59:59.999', '2026-12-31 00:00', '2027-01-01 00:00'],
  ] as const) {
    it(`counts at ${now} in Beijing since ${day}, and anew from ${reset} on`, () => {
      expect(spendingDayOf(beijing(now))).to.deep.equal(beijing(day));
      expect(refusal(spent(0, 0, 10_000), 1, beijing(now))).to.deep.include({ resetsAt: beijing(reset) });
    });
  }
});
