import { expect } from 'chai';
import { readAhead } from '../../../src/application/shared/read-ahead.ts';
import { rejectionOf } from '../../support/rejection.ts';

describe('reading ahead', () => {
  const fetched: number[] = [];
  let hasLeft = false;
  async function* numbers(upTo: number): AsyncIterable<number> {
    try {
      for (let n = 1; n <= upTo; n++) {
        fetched.push(n);
        yield n;
      }
      throw new Error('the end is missing');
    } finally {
      hasLeft = true;
    }
  }
  beforeEach(() => {
    fetched.length = 0;
    hasLeft = false;
  });

  it('gives everything in order, one of them fetched beforehand', async () => {
    const seen: number[][] = [];
    const failed = await rejectionOf(
      (async () => {
        for await (const n of readAhead(numbers(3))) seen.push([n, fetched.length]);
      })(),
    );
    expect(seen).to.deep.equal([
      [1, 2],
      [2, 3],
      [3, 3],
    ]);
    expect((failed as Error).message).to.equal('the end is missing');
  });

  it('leaves the source when its reader leaves', async () => {
    for await (const n of readAhead(numbers(9))) if (n === 2) break;
    expect(hasLeft).to.equal(true);
  });
});
