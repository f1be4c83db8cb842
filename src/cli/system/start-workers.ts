import type { Logger } from 'pino';
import { BullMqSweepScheduler } from '../../adapters/bullmq/bullmq-sweep-scheduler.ts';
import type { BullMqTarget } from '../../adapters/bullmq/connections.ts';
import { EvictingRedis } from '../../adapters/bullmq/evicting-redis.ts';
import { QUEUE_SCHEMA } from '../../adapters/bullmq/migrate-queue-schema.ts';
import type { RunWatch } from '../../adapters/bullmq/sweep-runs.ts';
import type { Tracing } from '../../adapters/telemetry/start-tracing.ts';
import type { Sweep } from '../../application/shared/sweep.ts';
import type { Closers } from './closers.ts';
import { ExpectedFailure } from './expected-failure.ts';
import type { OpenDatabase } from './open-database.ts';
import type { OpenMetrics } from './open-metrics.ts';
import { withinRun } from './run-context.ts';

export const queueTarget = (redisUrl: string | null, { url, role }: OpenDatabase): BullMqTarget =>
  redisUrl ? { kind: 'redis', url: redisUrl } : { kind: 'postgres', url, schema: QUEUE_SCHEMA, role };

type Watched = { readonly metrics: OpenMetrics | null; readonly tracing: Tracing | null };
type Options = Watched & { readonly target: BullMqTarget; readonly drainTimeoutMs: number };

export async function startWorkers(
  sweeps: readonly Sweep[],
  { target, drainTimeoutMs, ...watched }: Options,
  logger: Logger,
  closers: Closers,
): Promise<void> {
  const scheduler = new BullMqSweepScheduler({
    ...{ target, watch: watchRuns(watched, logger) },
    onError: (name, error, run) =>
      logger.error(
        { err: error, part: name, ...(run && { sweep: name, run }) },
        'workers: a sweep failed, or the schedule is out of reach',
      ),
  });
  closers.add('workers', () => scheduler.stop(drainTimeoutMs));
  if (watched.metrics) watched.metrics.later.queueJobs = () => scheduler.jobCounts();
  await scheduler.start(sweeps).catch((error: unknown) => {
    throw error instanceof EvictingRedis ? new ExpectedFailure(error.message) : error;
  });
}

/** Lines that are written in a run name it, and it is counted, timed and traced. */
const watchRuns = ({ metrics, tracing }: Watched, logger: Logger): RunWatch => ({
  within: (run, work) =>
    withinRun(run, () =>
      tracing
        ? tracing.span(`sweep ${run.sweep}`, { 'seahorse.sweep': run.sweep, 'seahorse.run': run.run }, work)
        : work(),
    ),
  ended: (run, outcome, seconds) => {
    metrics?.sweepRan(run.sweep, outcome, seconds);
    logger.debug({ ...run, outcome, seconds }, 'workers: a sweep has run');
  },
});
