import { expect } from 'chai';
import { figuresOf } from '../../bench/figures/compute-figures.ts';
import { type Figure, missedFloors } from '../../bench/figures/figure.ts';
import { untilQuiet } from '../../bench/machine/others-share.ts';
import { type Plan, QUICK } from '../../bench/plan.ts';
import { runBench } from '../../bench/run-bench.ts';

/** Neither is part of a clean clone, and a short slice has 64 connections. */
const MAY_BE_MISSING = /pgledger|a lone caller|256 connections/;

const measure = async (plan: Plan): Promise<Figure[]> => figuresOf(await runBench(plan, () => {}));

const told = (figures: readonly Figure[]): string[] =>
  figures.map(({ name, value, floor, missing }) => `${name}: ${missing ?? `${value}, floor ${floor}`}`);

/**
 * A slice of seconds on a cold system and a shared machine reaches less than a whole run, whose exit status holds the floors
 * themselves (bench/README.md): V8 has not compiled everything by then. Against pgbench doing our work all of a floor counts, and
 * three quarters where its 64 sessions queue for one row: how fast they get by differs by half from one slice to the next. Against
 * what Node does beside us half of it, enough to find what has broken, and as much against pgbench's minimal statement: that costs
 * next to nothing but the disk and that queue, so that it is the machine's (the same commit reached 3.5 and 5.8 times its calls on
 * one machine, 2.6 on the next).
 */
function shareHeld({ name, unit }: Figure): number {
  if (unit !== '×') return 1;
  if (!name.includes('our full work')) return 0.5;
  return name.includes('one hot account') ? 0.75 : 1;
}
const brokenFloors = (figures: readonly Figure[]): Figure[] =>
  missedFloors(figures).filter((figure) => {
    const { value, floor, moreIsBetter } = figure;
    return !moreIsBetter || Number(value) < Number(floor) * shareHeld(figure);
  });

describe('In a short slice of the benchmark, at 64 connections and durable', () => {
  let figures: Figure[];

  before(async function () {
    this.timeout(300_000);
    figures = await measure(QUICK);
    const missed = brokenFloors(figures);
    // A shared machine is noisy: what a busy neighbour did to one second must not fail a build. A ratio that was missed counts
    // when a longer measurement, in a quieter moment if there is one, misses it again. Books that do not balance are no noise.
    const mayBeNoise = missed.length > 0 && missed.every(({ unit }) => unit === '×');
    if (!mayBeNoise) return;
    await untilQuiet(0.2, 30_000);
    figures = await measure({ ...QUICK, rounds: 5 });
  });

  it('everything that a clean clone can measure is measured', () => {
    const missing = figures.filter(({ name, pass }) => pass === null && !MAY_BE_MISSING.test(name));
    expect(told(missing)).to.deep.equal([]);
  });

  it('every ratio holds its floor, or half of it against what is not our work, every request is answered, and the books balance', () => {
    const others = figures.find(({ name }) => name.includes('others took'))?.value;
    expect(told(brokenFloors(figures)), `others took ${others} % of the cores meanwhile`).to.deep.equal([]);
  });
});
