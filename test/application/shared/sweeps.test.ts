import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Sweep } from '../../../src/application/shared/sweep.ts';
import { MINUTE, SECOND } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const isSweep = (part: unknown): part is Sweep =>
  typeof part === 'object' && part !== null && 'everyMs' in part && 'run' in part;

describe('Every sweep', () => {
  const everySweep = (): Sweep[] => Object.values(openShop(new MemoryUnitOfWork())).filter(isSweep);

  it('has a name of its own, by which its schedule is found again', () => {
    const names = everySweep().map(({ name }) => name);
    expect(names.length).to.be.greaterThan(15);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z]+(-[a-z]+)*$/);
  });

  it('runs at least once an hour, and leaves the database alone for a second', () => {
    for (const { name, everyMs } of everySweep()) expect(everyMs, name).to.be.within(SECOND, 60 * MINUTE);
  });
});
