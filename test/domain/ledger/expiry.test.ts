import { expect } from 'chai';
import fc from 'fast-check';
import { availablePoints } from '../../../src/domain/ledger/balance.ts';
import { applyDraws } from '../../../src/domain/ledger/consumption.ts';
import { expiredDraws, expiringWithin } from '../../../src/domain/ledger/expiry.ts';
import { aLot } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { anyInstant, anyLots } from './arbitrary-lots.ts';

describe('what has expired', () => {
  it('is written off from the instant of its expiry on, all that is left', () => {
    const lot = aLot().of(7n).expiring(NOON);
    expect(expiredDraws([lot], NOON)).to.deep.equal([{ lotId: lot.id, points: 7n }]);
    expect(expiredDraws([lot], msAfter(NOON, 1))).to.deep.equal([{ lotId: lot.id, points: 7n }]);
    expect(expiredDraws([lot], msAfter(NOON, -1))).to.deep.equal([]);
  });

  it('is not what is spent already', () => {
    expect(expiredDraws([aLot().of(0n).expiring(NOON)], NOON)).to.deep.equal([]);
    expect(expiredDraws([], NOON)).to.deep.equal([]);
  });

  it('comes in draw order, and spares the rest', () => {
    const lasting = aLot().of(5n);
    const late = aLot().of(1n).expiring(NOON);
    const bonus = aLot().of(2n).bonus().expiring(NOON).granted(msAfter(NOON, -1));
    const early = aLot().of(3n).expiring(msAfter(NOON, -9));
    const drawn = expiredDraws([lasting, late, bonus, early], NOON).map(({ lotId }) => lotId);
    expect(drawn).to.deep.equal([early.id, bonus.id, late.id]);
  });

  it('leaves exactly what can still be spent', () => {
    fc.assert(
      fc.property(anyLots, anyInstant, (lots, now) => {
        const left = applyDraws(lots, expiredDraws(lots, now));
        expect(left.reduce((total, { remaining }) => total + remaining, 0n)).to.equal(availablePoints(lots, now));
        expect(expiredDraws(left, now)).to.deep.equal([]);
      }),
    );
  });

  it('leaves the lots that it was asked about as they are', () => {
    const lots = [aLot().of(1n).expiring(NOON), aLot().of(2n).expiring(msAfter(NOON, -1))];
    const ids = lots.map(({ id }) => id);
    expiredDraws(lots, NOON);
    expect(lots.map(({ id }) => id)).to.deep.equal(ids);
  });
});

describe('what expires soon', () => {
  it('is what will have expired by then, its last instant included, in the order in which it goes', () => {
    const until = msAfter(NOON, 30 * DAY);
    const [later, sooner] = [aLot().expiring(until), aLot().expiring(msAfter(NOON, DAY))];
    const others = [aLot().expiring(msAfter(until, 1)), aLot().of(0n).expiring(until), aLot().expiring(NOON)];
    expect(expiringWithin([later, ...others, sooner], 30, NOON).map(({ id }) => id)).to.deep.equal([
      sooner.id,
      later.id,
    ]);
  });
});
