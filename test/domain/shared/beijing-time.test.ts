import { expect } from 'chai';
import {
  addBeijingMonths,
  beijingMonth,
  beijingTimeOf,
  endOfBeijingDay,
} from '../../../src/domain/shared/beijing-time.ts';
import { beijing } from '../../support/instants.ts';

describe('Beijing time', () => {
  const days: readonly (readonly [string, string])[] = [
    ['2026-01-15 00:00:00.000', '2026-01-16 00:00'],
    ['2026-01-15 07:59:59.999', '2026-01-16 00:00'],
    ['2026-01-15 08:00:00.000', '2026-01-16 00:00'],
    ['2026-01-15 23:59:59.999', '2026-01-16 00:00'],
    ['2026-12-31 23:59:59.999', '2027-01-01 00:00'],
    ['2024-02-28 12:00:00.000', '2024-02-29 00:00'],
  ];
  for (const [instant, midnight] of days) {
    it(`ends the day of ${instant} at ${midnight}`, () => {
      expect(endOfBeijingDay(beijing(instant))).to.deep.equal(beijing(midnight));
    });
  }

  it('counts days as a clock in Beijing does, not as one in London', () => {
    const lateInLondon = new Date('2026-01-15T16:00:00Z');
    expect(endOfBeijingDay(lateInLondon)).to.deep.equal(new Date('2026-01-16T16:00:00Z'));
  });

  const months: readonly (readonly [string, number, string])[] = [
    ['2026-01-15 12:34:56.789', 1, '2026-02-15 12:34:56.789'],
    ['2026-01-31 12:00', 1, '2026-02-28 12:00'],
    ['2024-01-31 12:00', 1, '2024-02-29 12:00'],
    ['2026-01-31 12:00', 3, '2026-04-30 12:00'],
    ['2024-02-29 12:00', 12, '2025-02-28 12:00'],
    ['2026-08-31 12:00', 6, '2027-02-28 12:00'],
    ['2026-12-15 12:00', 1, '2027-01-15 12:00'],
    // Still January in London.
    ['2026-02-01 03:00', 1, '2026-03-01 03:00'],
    ['2026-03-31 00:00', 1, '2026-04-30 00:00'],
  ];
  for (const [from, count, to] of months) {
    it(`finds ${to} ${count} months after ${from}`, () => {
      expect(addBeijingMonths(beijing(from), count)).to.deep.equal(beijing(to));
    });
  }
});

describe('A month in Beijing', () => {
  it('goes from its first instant to that of the next month', () => {
    expect(beijingMonth('2026-01')).to.deep.equal({
      ...{ from: beijing('2026-01-01 00:00:00.000'), to: beijing('2026-02-01 00:00:00.000') },
    });
    expect(beijingMonth('2025-12').to).to.deep.equal(beijing('2026-01-01 00:00:00.000'));
    expect(beijingMonth('2028-02').to).to.deep.equal(beijing('2028-03-01 00:00:00.000'));
  });
});

describe('The time in Beijing', () => {
  it('is what a clock there shows', () => {
    expect(beijingTimeOf(beijing('2026-01-31 23:59:59.999'))).to.equal('2026-01-31 23:59:59');
    expect(beijingTimeOf(beijing('2026-02-01 00:00:00.000'))).to.equal('2026-02-01 00:00:00');
  });
});
