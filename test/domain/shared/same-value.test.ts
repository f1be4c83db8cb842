import { expect } from 'chai';
import fc from 'fast-check';
import { sameValue } from '../../../src/domain/shared/same-value.ts';

const values = fc.anything({ withDate: true, withBigInt: true, maxDepth: 3 });

describe('two values', () => {
  it('are the same as their copies', () => {
    fc.assert(fc.property(values, (value) => sameValue(value, structuredClone(value)) || Number.isNaN(value)));
  });

  const different: readonly (readonly [unknown, unknown])[] = [
    [1, 2],
    [1, 1n],
    [null, undefined],
    [{}, []],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [new Date(1), new Date(2)],
    [new Date(1), {}],
    [{ at: new Date(1) }, { at: 1 }],
    [{ a: [{ b: 1n }] }, { a: [{ b: 2n }] }],
  ];
  for (const [a, b] of different) {
    const shown = [a, b].map((each) => fc.stringify(each)).join(' and ');
    it(`${shown} are not the same`, () => {
      expect(sameValue(a, b)).to.equal(false);
      expect(sameValue(b, a)).to.equal(false);
    });
  }
});
