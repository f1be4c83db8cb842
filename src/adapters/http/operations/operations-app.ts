import express, { type Express, type Router } from 'express';
import type { Logger } from 'pino';
import { handleError } from '../handle-error.ts';
import { healthRoutes } from '../health.ts';
import { requestLog } from '../request-log.ts';
import { sendProblem, speak } from '../send-problem.ts';
import type { CheckReadiness } from '../use-cases.ts';
import { onlyOperators } from './only-operators.ts';

export type Operations = {
  readonly checkReadiness: CheckReadiness;
  readonly metrics: { readonly contentType: string; scrape(): Promise<string> };
  /** Null: there is none, since nobody has said who may see it. */
  readonly dashboard: { readonly token: string; readonly writes: boolean; readonly open: () => Promise<Router> } | null;
};

export const DASHBOARD_PATH = '/queues';

/** What operators ask a process, on a port that only they reach. */
export function buildOperationsApp({ checkReadiness, metrics, dashboard }: Operations, logger: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestLog(logger));
  app.use(speak('en'));
  app.use(healthRoutes({ checkReadiness }));
  app.get('/metrics', async (_req, res) => {
    res
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.scrape());
  });
  if (dashboard) {
    const { token, writes, open } = dashboard;
    app.use(DASHBOARD_PATH, onlyOperators(token, writes), whenAsked(open));
  }
  app.use((req, res) => sendProblem(req, res, 'not_found'));
  app.use(handleError);
  return app;
}

/** It has connections of its own, which nobody needs before the first look. */
function whenAsked(open: () => Promise<Router>): express.RequestHandler {
  let opened: Promise<Router> | undefined;
  return async (req, res, next) => {
    opened ??= open();
    (await opened)(req, res, next);
  };
}
