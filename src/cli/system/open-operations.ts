import type { Logger } from 'pino';
import type { BullMqTarget } from '../../adapters/bullmq/connections.ts';
import { buildOperationsApp, DASHBOARD_PATH } from '../../adapters/http/operations/operations-app.ts';
import { type HttpServer, listen } from '../../adapters/http/server.ts';
import type { CheckReadiness } from '../../adapters/http/use-cases.ts';
import type { Metrics } from '../../adapters/metrics/metrics.ts';
import type { Closers } from './closers.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { type OperationsConfig, USUAL_METRICS_PORT } from './operations-config.ts';

/** Null: this process is not watched. `byDefault`: it is, on the usual port, unless another process has that one. */
export async function listenForOperators(
  { metricsPort, metricsHost: host }: OperationsConfig,
  byDefault: boolean,
  logger: Logger,
  closers: Closers,
): Promise<HttpServer | null> {
  if (metricsPort === 'off' || (metricsPort === null && !byDefault)) return null;
  const server = await listen({ host, port: metricsPort ?? USUAL_METRICS_PORT }).catch((error: { code?: string }) => {
    if (metricsPort !== null || error.code !== 'EADDRINUSE') return explainStartFailure('METRICS_PORT')(error);
    logger.warn(
      `port ${USUAL_METRICS_PORT} is taken: no metrics of this process; set METRICS_PORT, or METRICS_PORT=off`,
    );
    return null;
  });
  // Closed last: what happens while everything else stops can be seen until its end.
  if (server) closers.add('operations port', () => server.stop(0));
  return server;
}

type Parts = {
  readonly metrics: Metrics;
  readonly checkReadiness: CheckReadiness;
  /** Null: this process has nothing to do with the queue. */
  readonly target: BullMqTarget | null;
  readonly operations: OperationsConfig;
};

export function serveOperators(
  server: HttpServer,
  { metrics, checkReadiness, target, operations }: Parts,
  logger: Logger,
  closers: Closers,
): void {
  const { token, dashboardWrites: writes } = operations;
  const open = async (queue: BullMqTarget) => {
    // Loaded when somebody looks.
    const { openQueueDashboard } = await import('../../adapters/bullmq/queue-dashboard.ts');
    const onError = (error: unknown) => logger.warn({ err: error }, 'queue dashboard: the queue is out of reach');
    const dashboard = openQueueDashboard(queue, { at: DASHBOARD_PATH, writes, onError });
    closers.add('queue dashboard', () => dashboard.close());
    return dashboard.router;
  };
  const dashboard = token && target ? { token, writes, open: () => open(target) } : null;
  server.serve(buildOperationsApp({ checkReadiness, metrics, dashboard }, logger));
}
