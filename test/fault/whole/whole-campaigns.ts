import { type Figure, failedFigures } from '../figure.ts';
import { flushRedis } from './hurts/flush-redis.ts';
import type { Hurt } from './hurts/hurt.ts';
import { killAll } from './hurts/kill-all.ts';
import { killApi } from './hurts/kill-api.ts';
import { killPostgres } from './hurts/kill-postgres.ts';
import { killRedis } from './hurts/kill-redis.ts';
import { killWorker } from './hurts/kill-worker.ts';
import { loseRedis } from './hurts/lose-redis.ts';
import { postgresAway } from './hurts/postgres-away.ts';
import { restarts } from './hurts/restarts.ts';
import { stopWorker } from './hurts/stop-worker.ts';
import type { MachineSize } from './machine.ts';
import { WholeRun } from './whole-run.ts';

export const TWO_OF_EACH: MachineSize = { apis: 2, workers: 2, redis: true };

/** Begins a run, hurts it in these ways, one after the other, and judges it once. */
export async function wholeCampaign(
  size: MachineSize,
  seed: number,
  hurts: readonly [Hurt, number][],
): Promise<Figure[]> {
  const run = await WholeRun.begin(size, seed);
  const figures: Figure[] = [];
  let isGood = false;
  try {
    for (const [hurt, times] of hurts) figures.push(...(await hurt(run, times)));
    figures.push(...(await run.judge()));
    isGood = failedFigures(figures).length === 0;
    return figures;
  } finally {
    await run.close(!isGood);
  }
}

const WITH_GATE: MachineSize = { ...TWO_OF_EACH, gate: true };

const one = (fullSize: number, hurt: Hurt, machine = TWO_OF_EACH) =>
  several(fullSize, machine, (size) => [[hurt, size]]);

const several = (fullSize: number, machine: MachineSize, hurts: (size: number) => readonly [Hurt, number][]) => ({
  ...{ fullSize, sliceSize: null },
  run: ({ size, seed }: { readonly size: number; readonly seed: number }) => wholeCampaign(machine, seed, hurts(size)),
});

/** Sizes are numbers of blows. `npm test` runs a few of each kind on one machine (whole-system.test.ts). */
export const WHOLE_CAMPAIGNS = {
  'kill-api': one(1_000, killApi),
  'kill-worker': one(1_000, killWorker),
  'kill-postgres': one(1_000, killPostgres),
  'kill-redis': one(1_000, killRedis),
  'kill-all': one(100, killAll),
  restarts: one(100, restarts),
  'stopped-worker': one(5, stopWorker),
  /** Away for a fifth as many seconds as it is flushed. */
  'redis-loss': several(200, TWO_OF_EACH, (size) => [
    [loseRedis, Math.ceil(size / 5)],
    [flushRedis, size],
  ]),
  'postgres-away': one(50, postgresAway, WITH_GATE),
};
