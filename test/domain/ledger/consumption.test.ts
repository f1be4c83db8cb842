import { expect } from 'chai';
import fc from 'fast-check';
import { availablePoints } from '../../../src/domain/ledger/balance.ts';
import { applyDraws, decideConsumption } from '../../../src/domain/ledger/consumption.ts';
import { compareDrawOrder } from '../../../src/domain/ledger/lot.ts';
import { points, sum } from '../../../src/domain/shared/points.ts';
import { aLot } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { anyInstant, anyLots, anyRequest } from './arbitrary-lots.ts';

describe('a consumption', () => {
  const first = aLot().of(10n).expiring(msAfter(NOON, 1));
  const second = aLot().of(10n).expiring(msAfter(NOON, 2));

  it('is paid by the lot that expires first', () => {
    expect(decideConsumption([second, first], points(4n), NOON)).to.deep.equal({
      kind: 'covered',
      draws: [{ lotId: first.id, points: 4n }],
      availableAfter: 16n,
    });
  });

  it('goes on to the next lot when the first is spent', () => {
    expect(decideConsumption([first, second], points(13n), NOON)).to.deep.include({
      draws: [
        { lotId: first.id, points: 10n },
        { lotId: second.id, points: 3n },
      ],
      availableAfter: 7n,
    });
  });

  it('touches no second lot when the first is exactly enough', () => {
    const decision = decideConsumption([first, second], points(10n), NOON);
    expect(decision).to.deep.include({ draws: [{ lotId: first.id, points: 10n }] });
  });

  it('may take everything', () => {
    expect(decideConsumption([first, second], points(20n), NOON)).to.deep.include({ availableAfter: 0n });
  });

  it('takes nothing when one point is missing', () => {
    expect(decideConsumption([first, second], points(21n), NOON)).to.deep.equal({
      kind: 'insufficient_points',
      requested: 21n,
      available: 20n,
    });
  });

  it('spends bonus points before paid ones', () => {
    const paid = aLot().of(5n).expiring(msAfter(NOON, 1));
    const bonus = aLot().of(5n).bonus().expiring(msAfter(NOON, 1)).granted(msAfter(NOON, -1));
    const decision = decideConsumption([paid, bonus], points(6n), NOON);
    expect(decision).to.deep.include({
      draws: [
        { lotId: bonus.id, points: 5n },
        { lotId: paid.id, points: 1n },
      ],
    });
  });

  it('is not paid by points that expire at this very instant', () => {
    const expired = aLot().of(5n).expiring(NOON);
    expect(decideConsumption([expired], points(1n), NOON)).to.deep.include({ available: 0n });
    expect(decideConsumption([expired], points(1n), msAfter(NOON, -1)).kind).to.equal('covered');
  });

  it('is refused to who has nothing', () => {
    expect(decideConsumption([], points(1n), NOON)).to.deep.include({ kind: 'insufficient_points', available: 0n });
  });

  it('draws exactly what was asked or nothing, in order, and never from what has expired', () => {
    const seen = { covered: 0, insufficient_points: 0 };
    fc.assert(
      fc.property(anyLots, anyRequest, anyInstant, (lots, requested, now) => {
        const decision = decideConsumption(lots, requested, now);
        seen[decision.kind] += 1;
        const available = availablePoints(lots, now);
        expect(decision.kind === 'covered').to.equal(available >= requested);
        if (decision.kind !== 'covered') return;
        const paying = decision.draws.map(({ lotId }) => lots.find(({ id }) => id === lotId) ?? expect.fail());
        expect(sum(decision.draws.map((draw) => draw.points))).to.equal(requested);
        expect(paying.every(({ expiresAt }) => expiresAt > now)).to.equal(true);
        expect(paying).to.deep.equal([...paying].sort(compareDrawOrder));
        const left = applyDraws(lots, decision.draws);
        expect(availablePoints(left, now)).to.equal(decision.availableAfter);
        const spent = paying.slice(0, -1).map(({ id }) => left.find((lot) => lot.id === id)?.remaining);
        expect(spent, 'every lot but the last is used up').to.deep.equal(spent.map(() => 0n));
      }),
      { numRuns: 1_000, seed: 7 },
    );
    expect(Math.min(seen.covered, seen.insufficient_points), 'both outcomes are frequent').to.be.above(200);
  });

  it('leaves the lots that it was asked about as they are', () => {
    const lots = [second, first];
    decideConsumption(lots, points(13n), NOON);
    expect(lots.map(({ id, remaining }) => [id, remaining])).to.deep.equal([
      [second.id, 10n],
      [first.id, 10n],
    ]);
  });
});
