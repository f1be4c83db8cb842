import { expect } from 'chai';
import fc from 'fast-check';
import { availablePoints } from '../../../src/domain/ledger/balance.ts';
import { applyDraws } from '../../../src/domain/ledger/consumption.ts';
import { pointsToTakeBack } from '../../../src/domain/ledger/refund-share.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { sum } from '../../../src/domain/shared/points.ts';
import { aLot } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { anyPaidFen, anySoldLots, anyUntouchedLots, paidFen, sold } from './sold-lots.ts';

describe('the points that a refund made elsewhere takes back', () => {
  const paid = (left: bigint, granted?: bigint) => sold(aLot().of(left), granted);
  const taken = (lots: Parameters<typeof pointsToTakeBack>[0], refund: number, sale = paidFen(990)) => {
    const { draws, missing } = pointsToTakeBack(lots, fen(refund), sale, NOON);
    return [sum(draws.map((draw) => draw.points)), missing];
  };

  it('are its share, while they are there', () => {
    expect(taken([paid(100n)], 495)).to.deep.equal([50n, 0n]);
    expect(taken([paid(100n)], 990)).to.deep.equal([100n, 0n]);
  });

  it('are all that are left where more is spent, and the rest is missing', () => {
    expect(taken([paid(30n, 100n)], 495)).to.deep.equal([30n, 20n]);
    expect(taken([paid(0n, 100n)], 990)).to.deep.equal([0n, 100n]);
  });

  it('are never expired ones', () => {
    const expired = { ...paid(100n), expiresAt: NOON };
    expect(taken([expired], 495)).to.deep.equal([0n, 50n]);
  });

  it('miss nothing where rounding has taken a point more before', () => {
    expect(taken([paid(3n)], 50, paidFen(100))).to.deep.equal([2n, 0n]);
    expect(taken([paid(1n, 3n)], 50, paidFen(100, 50))).to.deep.equal([1n, 0n]);
  });

  it('are none of an order that gave none', () => {
    expect(taken([], 990)).to.deep.equal([0n, 0n]);
  });

  it('are never more than there are, and with what is missing the share', () => {
    fc.assert(
      fc.property(anySoldLots, anyPaidFen, fc.double({ min: 0, max: 1, noNaN: true }), (lots, price, part) => {
        const refund = fen(Math.ceil(price * part));
        const { draws, missing } = pointsToTakeBack(lots, refund, paidFen(price), NOON);
        applyDraws(lots, draws); // throws where a lot has less
        const took = sum(draws.map((draw) => draw.points));
        const all = sum(lots.map(({ granted }) => granted));
        expect((took + missing) * BigInt(price) >= BigInt(refund) * all, 'worth the money').to.equal(true);
        if (missing > 0n) expect(took).to.equal(availablePoints(lots, NOON));
      }),
      { numRuns: 500 },
    );
  });

  it('are all points after refunds of all the money, in any parts, of an order that nobody touched', () => {
    const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(anyUntouchedLots, anyPaidFen, parts, (lots, price, cuts) => {
        const before = msAfter(NOON, -60_000);
        let [left, gone] = [lots, 0];
        for (const part of [...cuts, 1]) {
          const refund = fen(Math.ceil((price - gone) * part));
          const { draws, missing } = pointsToTakeBack(left, refund, paidFen(price, gone), before);
          expect(missing).to.equal(0n);
          left = applyDraws(left, draws);
          gone += refund;
        }
        expect(sum(left.map(({ remaining }) => remaining))).to.equal(0n);
      }),
      { numRuns: 500 },
    );
  });
});
