import { expect } from 'chai';
import { readBalanceOf } from '../../../src/domain/ledger/balance.ts';
import { aLot } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';

describe('a balance', () => {
  const soon = msAfter(NOON, 1);
  const later = msAfter(NOON, 2);

  it('of nothing is nothing', () => {
    expect(readBalanceOf([], NOON)).to.deep.equal({ available: 0n, nextExpiry: null });
  });

  it('adds up what may be spent', () => {
    const lots = [aLot().of(3n).expiring(later), aLot().of(4n).expiring(soon)];
    expect(readBalanceOf(lots, NOON).available).to.equal(7n);
  });

  it('does not count what has expired, or expires now', () => {
    const lots = [aLot().of(3n).expiring(msAfter(NOON, -1)), aLot().of(4n).expiring(NOON)];
    expect(readBalanceOf(lots, NOON)).to.deep.equal({ available: 0n, nextExpiry: null });
  });

  it('tells how much expires first, over all lots of that instant', () => {
    const lots = [aLot().of(9n).expiring(later), aLot().of(3n).expiring(soon), aLot().bonus().of(4n).expiring(soon)];
    expect(readBalanceOf(lots, NOON).nextExpiry).to.deep.equal({ points: 7n, expiresAt: soon });
  });

  it('does not announce the expiry of a lot that is used up', () => {
    const lots = [aLot().of(0n).expiring(soon), aLot().of(9n).expiring(later)];
    expect(readBalanceOf(lots, NOON).nextExpiry).to.deep.equal({ points: 9n, expiresAt: later });
  });
});
