import { expect } from 'chai';
import fc from 'fast-check';
import { mergedPager, type Pager, pager } from '../../miniprogram/app/shared/pager.ts';

/** Pages of three. `fails` says which reading does. */
function listOf(values: readonly number[], fails: (reading: number) => boolean = () => false): Pager<number> {
  let readings = 0;
  return pager(async (cursor) => {
    readings += 1;
    if (fails(readings)) throw new Error('offline');
    const start = Number(cursor ?? 0);
    const isLast = start + 3 >= values.length;
    return { items: values.slice(start, start + 3), next: isLast ? null : String(start + 3) };
  });
}

/** Again and again, as a user does after a failure. */
async function readAll(list: Pager<number>): Promise<number[]> {
  const all: number[] = [];
  while (list.hasMore()) all.push(...(await list.next().catch(() => [])));
  return all;
}
const falling = (a: number, b: number): boolean => a > b;

describe('a list in pages', () => {
  it('goes on where it ended, also after a failure', async () => {
    const list = listOf([7, 6, 5, 4, 3], (reading) => reading === 2);
    expect(await list.next()).to.deep.equal([7, 6, 5]);
    expect(await list.next().catch(() => 'failed')).to.equal('failed');
    expect(await list.next()).to.deep.equal([4, 3]);
    expect(list.hasMore()).to.equal(false);
  });
});

describe('several lists as one', () => {
  it('are in one order', async () => {
    const list = mergedPager([listOf([9, 5, 4, 1]), listOf([8, 7, 6, 3, 2])], falling, 4);
    expect(await list.next()).to.deep.equal([9, 8, 7, 6]);
    expect(await list.next()).to.deep.equal([5, 4, 3, 2]);
    expect(await list.next()).to.deep.equal([1]);
    expect(list.hasMore()).to.equal(false);
  });

  it('may be empty', async () => {
    const list = mergedPager([listOf([]), listOf([])], falling);
    expect(await list.next()).to.deep.equal([]);
    expect(list.hasMore()).to.equal(false);
  });

  it('lose nothing and repeat nothing, whatever fails', async () => {
    const lists = fc.array(fc.array(fc.integer(), { maxLength: 12 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        lists,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        async (given, nth, size) => {
          const sorted = given.map((values) => [...values].sort((a, b) => b - a));
          const sources = sorted.map((values) => listOf(values, (reading) => reading % nth === 0));
          expect(await readAll(mergedPager(sources, falling, size))).to.deep.equal(sorted.flat().sort((a, b) => b - a));
        },
      ),
    );
  });
});
