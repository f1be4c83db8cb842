import { expect } from 'chai';
import fc from 'fast-check';
import { availablePoints } from '../../../src/domain/ledger/balance.ts';
import { applyDraws } from '../../../src/domain/ledger/consumption.ts';
import { pointsToFreeze, refundableFen, type SoldLot } from '../../../src/domain/ledger/refund-share.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { points, sum } from '../../../src/domain/shared/points.ts';
import { aLot } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { anyInstant } from './arbitrary-lots.ts';
import { anyPaidFen, anySoldLots, anyUntouchedLots, paidFen, sold } from './sold-lots.ts';

const paid = (left: bigint, granted?: bigint) => sold(aLot().of(left), granted);
const bonus = (left: bigint, granted?: bigint) => sold(aLot().bonus().of(left), granted);
const expired = (lot: SoldLot): SoldLot => ({ ...lot, expiresAt: NOON });

describe('what is refundable', () => {
  it('is everything while nothing is spent', () => {
    expect(refundableFen([paid(100n), bonus(20n)], paidFen(990), NOON)).to.equal(990);
  });

  it('is the unspent share, rounded down', () => {
    expect(refundableFen([paid(2n, 3n)], paidFen(100), NOON)).to.equal(66);
  });

  it('goes down with bonus points as with paid ones', () => {
    expect(refundableFen([paid(100n), bonus(0n, 20n)], paidFen(990), NOON)).to.equal(825);
    expect(refundableFen([paid(80n, 100n), bonus(20n)], paidFen(990), NOON)).to.equal(825);
  });

  it('is nothing once all is spent, or less than a fen is left', () => {
    expect(refundableFen([paid(0n, 100n)], paidFen(990), NOON)).to.equal(0);
    expect(refundableFen([paid(10n, 1_000n)], paidFen(99), NOON)).to.equal(0);
  });

  it('does not count what has expired, or expires now', () => {
    expect(refundableFen([expired(paid(100n)), bonus(20n)], paidFen(990), NOON)).to.equal(165);
    expect(refundableFen([expired(paid(100n))], paidFen(990), msAfter(NOON, -1))).to.equal(990);
  });

  it('is never more than what has not gone back yet, and nothing is left of an order that has', () => {
    expect(refundableFen([paid(100n)], paidFen(990, 900), NOON)).to.equal(90);
    expect(refundableFen([paid(100n)], paidFen(990, 990), NOON)).to.equal(0);
  });

  it('is nothing of an order that gave no points', () => {
    expect(refundableFen([], paidFen(990), NOON)).to.equal(0);
  });

  it('of an order that gave back more than it brought in is a fault', () => {
    expect(() => refundableFen([paid(100n)], paidFen(990, 991), NOON)).to.throw(RangeError);
  });

  it('never falls when a point more is left', () => {
    fc.assert(
      fc.property(anySoldLots, anyPaidFen, anyInstant, (lots, price, now) => {
        const [first] = lots as [SoldLot];
        fc.pre(first.remaining > 0n);
        const oneLess = applyDraws(lots, [{ lotId: first.id, points: points(1n) }]);
        expect(refundableFen(oneLess, paidFen(price), now)).to.be.at.most(refundableFen(lots, paidFen(price), now));
      }),
    );
  });
});

describe('the points that a refund freezes', () => {
  const drawn = (lots: readonly SoldLot[], refund: number, sale = paidFen(990)) => {
    const decision = pointsToFreeze(lots, fen(refund), sale, NOON);
    if (decision.kind !== 'covered') expect.fail(decision.kind);
    return decision.draws.map((draw) => [lots.findIndex(({ id }) => id === draw.lotId), draw.points]);
  };

  it('are all that are left when all is paid back that can be', () => {
    expect(drawn([paid(100n), bonus(20n)], 990)).to.deep.equal([
      [1, 20n],
      [0, 100n],
    ]);
    // 67 of 100 points are worth 6.7 fen: by their share alone, 6 fen would leave 7 points behind.
    expect(drawn([paid(67n, 100n)], 6, paidFen(10))).to.deep.equal([[0, 67n]]);
  });

  it('are their share of the money, rounded up', () => {
    expect(drawn([paid(3n)], 34, paidFen(100))).to.deep.equal([[0, 2n]]);
    expect(drawn([paid(3n)], 33, paidFen(100))).to.deep.equal([[0, 1n]]);
  });

  it('come from both lots pro rata of what is left, the bonus part rounded down', () => {
    expect(drawn([paid(100n), bonus(20n)], 495)).to.deep.equal([
      [1, 10n],
      [0, 50n],
    ]);
    // A share of 7 points: 7 × 20 / 120 = 1.17 of them are bonus points.
    expect(drawn([paid(100n), bonus(20n)], 57)).to.deep.equal([
      [1, 1n],
      [0, 6n],
    ]);
  });

  it('leave out a lot that would give nothing', () => {
    expect(drawn([paid(100n), bonus(20n)], 8)).to.deep.equal([[0, 1n]]);
    expect(drawn([paid(100n), bonus(0n, 20n)], 825)).to.deep.equal([[0, 100n]]);
  });

  it('are not those that have expired', () => {
    expect(drawn([expired(paid(100n)), bonus(20n)], 165)).to.deep.equal([[1, 20n]]);
  });

  it('are none when more is asked than can be paid back', () => {
    const lots = [paid(50n, 100n)];
    expect(pointsToFreeze(lots, fen(496), paidFen(990), NOON)).to.deep.equal({
      ...{ kind: 'not_refundable', refundableFen: 495 },
    });
    expect(pointsToFreeze(lots, fen(91), paidFen(990, 900), NOON)).to.deep.include({ refundableFen: 90 });
  });

  it('are none when nothing is asked, even if nothing can be paid back', () => {
    for (const left of [50n, 0n]) {
      expect(pointsToFreeze([paid(left, 100n)], fen(0), paidFen(990), NOON).kind).to.equal('not_refundable');
    }
  });

  it('are every point for all the money, of an order that nobody touched', () => {
    fc.assert(
      fc.property(anyUntouchedLots, anyPaidFen, (lots, price) => {
        const beforeAnyExpiry = msAfter(NOON, -60_000);
        const sale = paidFen(price);
        expect(refundableFen(lots, sale, beforeAnyExpiry)).to.equal(price);
        const decision = pointsToFreeze(lots, sale.paidFen, sale, beforeAnyExpiry);
        if (decision.kind !== 'covered') expect.fail(decision.kind);
        expect(applyDraws(lots, decision.draws).map(({ remaining }) => remaining)).to.deep.equal(lots.map(() => 0n));
      }),
    );
  });

  it('are enough, no point too many, and never more than a lot has', () => {
    fc.assert(
      fc.property(anySoldLots, anyPaidFen, fc.double({ min: 0, max: 1, noNaN: true }), (lots, price, part) => {
        const sale = paidFen(price);
        const refundable = refundableFen(lots, sale, NOON);
        const refund = fen(Math.ceil(refundable * part));
        fc.pre(refund > 0);
        const decision = pointsToFreeze(lots, refund, sale, NOON);
        if (decision.kind !== 'covered') expect.fail(decision.kind);
        const left = applyDraws(lots, decision.draws); // throws where a lot has less
        const taken = sum(decision.draws.map((draw) => draw.points));
        const sold = sum(lots.map(({ granted }) => granted));
        expect(taken * BigInt(price) >= BigInt(refund) * sold, 'worth the money').to.equal(true);
        if (refund === refundable) expect(availablePoints(left, NOON)).to.equal(0n);
        else expect((taken - 1n) * BigInt(price) < BigInt(refund) * sold, 'a point less would not do').to.equal(true);
        expect(decision.draws.every((draw) => draw.points > 0n)).to.equal(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
