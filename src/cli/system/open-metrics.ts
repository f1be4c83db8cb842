import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { type Metrics, openMetrics } from '../../adapters/metrics/metrics.ts';
import type { PoolUse } from '../../adapters/metrics/process-metrics.ts';
import { RequestDurations } from '../../adapters/metrics/request-durations.ts';
import { connectPostgres } from '../../adapters/postgres/connect.ts';
import { PostgresFigures } from '../../adapters/postgres/postgres-figures.ts';
import type { Closers } from './closers.ts';
import type { OpenDatabase } from './open-database.ts';

/** Figures wait for nobody, and keep nobody waiting: a scrape that takes longer is answered without them. */
const FIGURE_LIMITS = { acquireTimeoutMs: 1_000, statementTimeoutMs: 3_000, lockTimeoutMs: 1_000 };

export type OpenMetrics = Metrics & {
  readonly durations: RequestDurations;
  /** What there is only later. */
  readonly later: {
    pools: (() => PoolUse)[];
    queueJobs: (() => Promise<Readonly<Record<string, number>> | null>) | null;
  };
};

export function openProcessMetrics(database: OpenDatabase, logger: Logger, closers: Closers): OpenMetrics {
  const { url, role } = database;
  const figures = connectPostgres({ url, role, poolSize: 1, ...FIGURE_LIMITS });
  closers.add('connection of the metrics', () => figures.destroy());
  const durations = new RequestDurations();
  const later: OpenMetrics['later'] = {
    pools: [useOf('requests', database.knex), useOf('inbox', database.inboxKnex)],
    queueJobs: null,
  };
  const metrics = openMetrics({
    durations,
    pools: () => later.pools.map((read) => read()),
    queueJobs: async () => (await later.queueJobs?.()) ?? null,
    readFigures: new PostgresFigures(figures).read,
    onFault: (error) => logger.warn({ err: error }, 'metrics: the books do not answer'),
  });
  return { ...metrics, durations, later };
}

type Pool = { numUsed(): number; numFree(): number; numPendingAcquires(): number };

const useOf = (pool: string, knex: Knex) => (): PoolUse => {
  const connections = knex.client.pool as Pool;
  return {
    pool,
    used: connections.numUsed(),
    free: connections.numFree(),
    waiting: connections.numPendingAcquires(),
  };
};
