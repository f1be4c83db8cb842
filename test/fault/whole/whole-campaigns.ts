import { type Figure, failedFigures } from '../figure.ts';
import { flushRedis } from './hurts/flush-redis.ts';
import type { Hurt } from './hurts/hurt.ts';
import { killAll } from './hurts/kill-all.ts';
import { killApi } from './hurts/kill-api.ts';
import { killPostgres } from './hurts/kill-postgres.ts';
import { killRedis } from './hurts/kill-redis.ts';
import { killWorker } from './hurts/kill-worker.ts';
import { loseRedis } from './hurts/lose-redis.ts';
import { moveClocks } from './hurts/move-clocks.ts';
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

const WITH_CLOCKS: MachineSize = { ...TWO_OF_EACH, clocks: 'all' };
const WITH_GATE: MachineSize = { ...TWO_OF_EACH, gate: true };

type Extent = { readonly size: number; readonly seed: number };
type Hurts = (size: number) => readonly [Hurt, number][];

const one = (fullSize: number, about: string, hurt: Hurt, machine = TWO_OF_EACH) =>
  several(fullSize, about, machine, (size) => [[hurt, size]]);

const several = (fullSize: number, about: string, machine: MachineSize, hurts: Hurts) => ({
  ...{ about, of: 'blows', fullSize, sliceSize: null },
  run: ({ size, seed }: Extent) => wholeCampaign(machine, seed, hurts(size)),
});

/** `npm test` runs a few blows of each kind on one machine (whole-system.test.ts). */
export const WHOLE_CAMPAIGNS = {
  'kill-api': one(
    1_000,
    'API processes are killed under load: nothing acknowledged is lost, nothing counts twice.',
    killApi,
  ),
  'kill-worker': one(1_000, 'Workers are killed: another one does what they had begun, once.', killWorker),
  'kill-postgres': one(1_000, 'PostgreSQL is killed, all its processes: what was acknowledged is there.', killPostgres),
  'kill-redis': one(1_000, 'Redis is killed: no request notices, and no money.', killRedis),
  'kill-all': one(100, 'Everything is killed at once, as when the power fails.', killAll),
  restarts: one(100, 'API processes are told to end under load: no request fails.', restarts),
  'stopped-worker': one(5, 'A worker stands still inside a job for longer than its lock, and wakes up.', stopWorker),
  /** Away for a fifth as many seconds as it is flushed. */
  'redis-loss': several(
    200,
    'Redis forgets everything, and is gone for long: schedules come back.',
    TWO_OF_EACH,
    (size) => [
      [loseRedis, Math.ceil(size / 5)],
      [flushRedis, size],
    ],
  ),
  'postgres-away': one(50, 'PostgreSQL is out of reach: 503 at once, and back by itself.', postgresAway, WITH_GATE),
  clocks: one(
    200,
    'The clocks of API processes, workers and PostgreSQL jump while they work, up to ten minutes to either side.',
    moveClocks,
    WITH_CLOCKS,
  ),
};
