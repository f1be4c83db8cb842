import { expect } from 'chai';
import { fen } from '../../../src/domain/shared/fen.ts';
import { minus, plus, points, sum, times } from '../../../src/domain/shared/points.ts';

describe('amounts', () => {
  for (const value of [0, 1, 990, Number.MAX_SAFE_INTEGER]) {
    it(`takes ${value} fen`, () => expect(fen(value)).to.equal(value));
  }

  for (const value of [-1, 0.5, 9.9, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1]) {
    it(`refuses ${value} fen`, () => expect(() => fen(value)).to.throw(RangeError));
  }

  it('takes no points at all and more points than a float could count', () => {
    expect(points(0n)).to.equal(0n);
    expect(points(2n ** 60n + 1n)).to.equal(1152921504606846977n);
  });

  it('refuses negative points, however they come about', () => {
    expect(() => points(-1n)).to.throw(RangeError);
    expect(() => minus(points(1n), points(2n))).to.throw(RangeError);
    expect(() => times(points(1n), -1)).to.throw(RangeError);
  });

  it('refuses to count a part of a call', () => {
    expect(() => times(points(3n), 1.5)).to.throw(RangeError);
  });

  it('adds, takes away and multiplies', () => {
    expect(plus(points(2n), points(3n))).to.equal(5n);
    expect(minus(points(5n), points(5n))).to.equal(0n);
    expect(times(points(3n), 4)).to.equal(12n);
    expect(sum([points(1n), points(2n), points(3n)])).to.equal(6n);
    expect(sum([])).to.equal(0n);
  });
});
