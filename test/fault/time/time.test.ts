import { expect } from 'chai';
import { addBeijingMonths, addDays, endOfBeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { Dice } from '../dice.ts';
import { endOf, midnightBefore } from './own-calendar.ts';
import { MISTAKES } from './planted-mistakes.ts';
import { runAMonth } from './run-a-month.ts';
import { SeededScheduler } from './seeded-scheduler.ts';
import { startDate } from './start-dates.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, VirtualClock } from './virtual-clock.ts';
import { REPEATED_AFTER_MS } from './virtual-notifications.ts';

const START = new Date('2028-02-28T16:00:00Z');

describe('A month of virtual time', () => {
  it('is the same to the last hash when its seed is run again, and another with another seed', async () => {
    const [once, again, other] = [await runAMonth(7), await runAMonth(7), await runAMonth(8)];
    expect(once.violations).to.deep.equal([]);
    expect(again.trace).to.equal(once.trace);
    expect(other.trace).not.to.equal(once.trace);
  }).timeout(180_000);

  it('fails at the same instant and in the same words ten times out of ten', async () => {
    const [mistake = null] = MISTAKES;
    const first = await runAMonth(1, mistake);
    expect(first.violations[0]).to.match(/: expired points are spent$/);
    for (let times = 1; times < 10; times++) {
      const { violations, trace } = await runAMonth(1, mistake);
      expect([violations, trace]).to.deep.equal([first.violations, first.trace]);
    }
  }).timeout(180_000);
});

describe('The scheduler of virtual time', () => {
  const run = async (seed: number): Promise<string[]> => {
    const seen: string[] = [];
    const scheduler = new SeededScheduler(new VirtualClock(START), new Dice(seed));
    const at = (ms: number, what: string) => scheduler.after(ms, () => void seen.push(what));
    at(2, 'last');
    for (const what of ['a', 'b', 'c', 'd']) at(1, what);
    at(0, 'first');
    await scheduler.runUntil(START.getTime() + 5, () => true);
    expect(scheduler.clock.ms).to.equal(START.getTime() + 5);
    return seen;
  };

  it('takes things in the order of time, and those of one instant in the order of the dice', async () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const seen = await run(seed);
      expect([seen[0], seen.at(-1)]).to.deep.equal(['first', 'last']);
      expect(seen.slice(1, -1).sort()).to.deep.equal(['a', 'b', 'c', 'd']);
      orders.add((await run(seed)).join());
    }
    expect(orders.size).to.be.greaterThan(5);
  });

  it('lets what comes late happen now, and stops when it is told to', async () => {
    const scheduler = new SeededScheduler(new VirtualClock(START), new Dice(1));
    const seen: number[] = [];
    scheduler.at(0, () => void seen.push(scheduler.clock.ms));
    scheduler.after(1, () => void seen.push(-1));
    await scheduler.runUntil(START.getTime() + 9, () => false);
    expect(seen).to.deep.equal([START.getTime()]);
  });
});

describe('The calendar of the judge', () => {
  const dice = new Dice(20_280_229);
  const instants = Array.from({ length: 2_000 }, () => {
    const ms = startDate(dice).getTime() + Math.floor(dice.next() * 60 * DAY_MS);
    return dice.chance(0.3) ? midnightBefore(ms) + dice.between(-1, 1) : ms;
  });

  it('counts days and months as the domain does, around midnights and ends of months', () => {
    for (const ms of instants) {
      const [at, count] = [new Date(ms), dice.between(1, 31)];
      const [days, months] = [
        { kind: 'days', days: count } as const,
        { kind: 'months', months: (count % 12) + 1 } as const,
      ];
      expect(endOf(days, ms), at.toISOString()).to.equal(endOfBeijingDay(addDays(at, count)).getTime());
      expect(endOf(months, ms), at.toISOString()).to.equal(
        endOfBeijingDay(addBeijingMonths(at, months.months)).getTime(),
      );
    }
  });
});

it('WeChat repeats a notification fifteen times within 24 hours and 4 minutes', () => {
  expect(REPEATED_AFTER_MS).to.have.length(15);
  expect(REPEATED_AFTER_MS.reduce((sum, ms) => sum + ms, 0)).to.equal(24 * HOUR_MS + 4 * MINUTE_MS);
});
