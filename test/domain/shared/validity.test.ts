import { expect } from 'chai';
import { expiryOf } from '../../../src/domain/shared/validity.ts';
import { beijing } from '../../support/instants.ts';

describe('validity of points', () => {
  it('counts days to the end of the last one in Beijing', () => {
    const expiry = expiryOf({ kind: 'days', days: 30 }, beijing('2026-01-15 09:00'));
    expect(expiry).to.deep.equal(beijing('2026-02-15 00:00'));
  });

  it('gives whoever is granted points a minute before midnight no whole extra day', () => {
    const days = { kind: 'days', days: 1 } as const;
    expect(expiryOf(days, beijing('2026-01-15 23:59'))).to.deep.equal(beijing('2026-01-17 00:00'));
    expect(expiryOf(days, beijing('2026-01-16 00:00'))).to.deep.equal(beijing('2026-01-18 00:00'));
  });

  it('takes a leap day as a day', () => {
    const expiry = expiryOf({ kind: 'days', days: 1 }, beijing('2024-02-28 12:00'));
    expect(expiry).to.deep.equal(beijing('2024-03-01 00:00'));
  });

  it('counts months to the end of the same day, or of the last day of a shorter month', () => {
    const oneMonth = { kind: 'months', months: 1 } as const;
    expect(expiryOf(oneMonth, beijing('2026-01-15 09:00'))).to.deep.equal(beijing('2026-02-16 00:00'));
    expect(expiryOf(oneMonth, beijing('2026-01-31 09:00'))).to.deep.equal(beijing('2026-03-01 00:00'));
  });

  it('takes a fixed end as it is', () => {
    const until = new Date('2026-06-30T15:59:59.500Z');
    expect(expiryOf({ kind: 'until', until }, beijing('2026-01-15 09:00'))).to.deep.equal(until);
  });
});
