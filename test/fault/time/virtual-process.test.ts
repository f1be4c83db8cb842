import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { aProduct } from '../../support/builders.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { Dice } from '../dice.ts';
import { SeededScheduler } from './seeded-scheduler.ts';
import { SimulatedUnitOfWork } from './simulated-unit-of-work.ts';
import type { Troubles } from './troubles.ts';
import { DAY_MS, VirtualClock } from './virtual-clock.ts';
import { VirtualProcess } from './virtual-process.ts';

const START = new Date('2026-02-27T16:00:00Z');
const goesOn = (): boolean => true;

describe('A process of virtual time', () => {
  it('never goes on with what it was doing when it died, and whoever waits hears of it', async () => {
    const scheduler = new SeededScheduler(new VirtualClock(START), new Dice(1));
    const process = new VirtualProcess(scheduler);
    const done: string[] = [];
    const asked = process.serve(async () => {
      await process.pass(10);
      done.push('before');
      await process.pass(10);
      done.push('after');
    });
    const lost = rejectionOf(asked);
    scheduler.after(15, () => process.die(100));
    await scheduler.runUntil(START.getTime() + 50, goesOn);
    expect(await lost).to.be.instanceOf(Unavailable);
    expect(done).to.deep.equal(['before']);
    expect(await rejectionOf(process.serve(async () => 'down'))).to.be.instanceOf(Unavailable);
    await scheduler.runUntil(START.getTime() + 200, goesOn);
    expect(await process.serve(async () => 'up')).to.equal('up');
  });
});

describe('A unit of work in troubled times', () => {
  it('has done all or nothing, and all where it has answered', async () => {
    const [clock, dice, memory] = [new VirtualClock(START), new Dice(3), new MemoryUnitOfWork(START)];
    const scheduler = new SeededScheduler(clock, dice);
    const process = new VirtualProcess(scheduler);
    const troubles = { isOn: () => true } as unknown as Troubles;
    const uow = new SimulatedUnitOfWork({ memory, clock, dice, troubles, process, plant: (stores) => stores });
    const answers = new Map<string, string>();
    for (let nth = 0; nth < 600; nth++) {
      const code = `p-${nth}`;
      scheduler.after(nth * 60_000, () => {
        const asked = process.serve(() => uow.run(({ products }) => products.put(aProduct({ code }))));
        asked.then(
          () => answers.set(code, 'answered'),
          () => answers.set(code, 'none'),
        );
      });
    }
    await scheduler.runUntil(START.getTime() + DAY_MS, goesOn);
    const there = new Set(memory.rows.products.map(({ code }) => code));
    const counts = { answeredAndThere: 0, answeredAndNot: 0, lostAndThere: 0, lostAndNot: 0 };
    for (const [code, answer] of answers) {
      counts[`${answer === 'answered' ? 'answered' : 'lost'}And${there.has(code) ? 'There' : 'Not'}`] += 1;
    }
    expect(answers.size).to.equal(600);
    expect(counts.answeredAndNot).to.equal(0);
    for (const kind of ['answeredAndThere', 'lostAndThere', 'lostAndNot'] as const) {
      expect(counts[kind], kind).to.be.greaterThan(5);
    }
    expect(process.deaths).to.be.greaterThan(5);
  });
});
