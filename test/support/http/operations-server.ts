import type { Router } from 'express';
import { buildOperationsApp } from '../../../src/adapters/http/operations/operations-app.ts';
import { listen } from '../../../src/adapters/http/server.ts';
import { type Metrics, openMetrics } from '../../../src/adapters/metrics/metrics.ts';
import { RequestDurations } from '../../../src/adapters/metrics/request-durations.ts';
import { APPLICATION_ROLE } from '../../../src/adapters/postgres/application-role.ts';
import { PostgresFigures } from '../../../src/adapters/postgres/postgres-figures.ts';
import { connect } from '../migrated-database.ts';
import { type Metric, parseMetrics } from '../prometheus.ts';
import { type Answer, type Call, callApi } from './api-client.ts';
import { capturingLogger } from './log-lines.ts';

export type OperationsServer = {
  readonly url: string;
  readonly metrics: Metrics;
  readonly durations: RequestDurations;
  call(path: string, call?: Call): Promise<Answer>;
  scrape(): Promise<ReadonlyMap<string, Metric>>;
  stop(): Promise<void>;
};

type Options = {
  readonly aheadMs?: () => number;
  readonly dashboard?: {
    readonly token: string;
    readonly writes: boolean;
    readonly open: () => Promise<Router>;
  } | null;
};

/** The port of the operators, beside a test's system and on its database. */
export async function startOperations(databaseUrl: string, options: Options = {}): Promise<OperationsServer> {
  const { logger } = capturingLogger();
  const knex = connect(databaseUrl, 1, APPLICATION_ROLE);
  const durations = new RequestDurations();
  const metrics = openMetrics({
    ...{ durations, queueJobs: async () => ({ waiting: 0 }) },
    pools: () => [{ pool: 'requests', used: 1, free: 2, waiting: 0 }],
    readFigures: new PostgresFigures(knex, options).read,
    onFault: (error) => logger.warn({ err: error }, 'metrics: the books do not answer'),
  });
  const server = await listen({ host: '127.0.0.1', port: 0 });
  const { dashboard = null } = options;
  server.serve(buildOperationsApp({ checkReadiness: async () => null, metrics, dashboard }, logger));
  const call = (path: string, wanted?: Call) => callApi(`${server.url}${path}`, wanted);
  return {
    ...{ url: server.url, metrics, durations, call },
    scrape: async () => parseMetrics((await call('/metrics')).text),
    stop: async () => {
      await server.stop(1_000);
      await knex.destroy();
    },
  };
}
