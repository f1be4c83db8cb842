import { expect } from 'chai';
import fc from 'fast-check';
import { hasFallen, levelAt } from '../../../src/domain/shared/low-points.ts';
import { type Points, points } from '../../../src/domain/shared/points.ts';

const LEVELS = [points(20n), points(100n)];

/** What a user hears while the points go this way, looked at after each step. */
function heardAlong(way: readonly bigint[], levels: readonly Points[] = LEVELS): bigint[] {
  const heard: bigint[] = [];
  let before = levelAt(levels, points(way[0] ?? 0n));
  for (const left of way.slice(1)) {
    const level = levelAt(levels, points(left));
    if (level !== null && hasFallen(before, level)) heard.push(level);
    before = level;
  }
  return heard;
}

describe('low points', () => {
  it('are heard of once per level on the way down', () => {
    expect(heardAlong([500n, 101n, 100n, 99n, 50n, 21n, 20n, 5n, 0n])).to.deep.equal([100n, 20n]);
  });

  it('are heard of at the lowest level when several are passed at once', () => {
    expect(heardAlong([500n, 3n])).to.deep.equal([20n]);
  });

  it('are armed again above the level, and below it they are not', () => {
    expect(heardAlong([101n, 100n, 101n, 100n])).to.deep.equal([100n, 100n]);
    expect(heardAlong([101n, 90n, 99n, 100n, 90n])).to.deep.equal([100n]);
  });

  it('are armed level by level: whoever buys a little hears of the lower one again, not of the higher one', () => {
    expect(heardAlong([500n, 10n, 50n, 10n])).to.deep.equal([20n, 20n]);
  });

  it('are never heard of on the way up', () => {
    expect(heardAlong([0n, 20n, 21n, 100n, 101n, 9_000n])).to.deep.equal([]);
  });

  it('are not heard of where nobody has said at which level', () => {
    expect(heardAlong([500n, 0n], [])).to.deep.equal([]);
  });

  it('can mean none at all', () => {
    expect(heardAlong([5n, 1n, 0n], [points(0n)])).to.deep.equal([0n]);
  });

  it('are heard of at most once for each time that a level is passed downwards', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 150n), { maxLength: 40 }), (way) => {
        const passes = way
          .slice(1)
          .filter((left, at) => LEVELS.some((level) => left <= level && (way[at] as bigint) > level));
        expect(heardAlong(way)).to.have.length(passes.length);
      }),
    );
  });
});
