import { expect } from 'chai';
import { expiredDraws, expiringWithin } from '../../../src/domain/ledger/expiry.ts';
import { aLot } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

describe('Expired points', () => {
  it('are all that lots hold at and after their expiry, in draw order', () => {
    const [older, newer] = [aLot().of(2n).expiring(msAfter(NOON, -2)), aLot().of(3n).expiring(NOON)];
    const others = [aLot().of(0n).expiring(NOON), aLot().of(4n).expiring(msAfter(NOON, 1))];
    expect(expiredDraws([newer, ...others, older], NOON)).to.deep.equal([
      { lotId: older.id, points: 2n },
      { lotId: newer.id, points: 3n },
    ]);
  });
});

describe('Points that expire soon', () => {
  const inDays = (days: number) => aLot().expiring(msAfter(NOON, days * DAY));

  it('are those whose lots will have expired by then, the next first', () => {
    const [tomorrow, onTheDay, later] = [inDays(1), inDays(30), aLot().expiring(msAfter(NOON, 30 * DAY + 1))];
    const ids = expiringWithin([later, onTheDay, tomorrow], 30, NOON).map(({ id }) => id);
    expect(ids).to.deep.equal([tomorrow.id, onTheDay.id]);
  });

  it('are neither what has expired nor what is spent', () => {
    expect(expiringWithin([aLot().expiring(NOON), inDays(1).of(0n)], 30, NOON)).to.deep.equal([]);
  });
});
