import express, { type Express, type Router } from 'express';
import type { Logger } from 'pino';
import { checkoutRoutes } from './checkout/checkout-routes.ts';
import { errorPage } from './error-page.ts';
import { handleError } from './handle-error.ts';
import { healthRoutes } from './health.ts';
import { usageRoutes } from './internal/usage.ts';
import { apiKeyRoutes } from './miniprogram/api-keys.ts';
import { balanceRoutes } from './miniprogram/balance.ts';
import { catalogRoutes } from './miniprogram/catalog.ts';
import { invoiceTitleRoutes } from './miniprogram/invoice-titles.ts';
import { invoiceRoutes } from './miniprogram/invoices.ts';
import { orderRoutes } from './miniprogram/orders.ts';
import { pointsRoutes } from './miniprogram/points.ts';
import { sessionRoutes } from './miniprogram/session.ts';
import { requestLog } from './request-log.ts';
import { sendProblem, speak } from './send-problem.ts';
import type { UseCases } from './use-cases.ts';
import { atMost, HANDLED_AT_ONCE } from './wechat/at-most.ts';
import { NOTIFY_PATH, paymentNotificationRoute } from './wechat/payment-notification.ts';
import { PUSH_PATH, pushRoute } from './wechat/push.ts';

const BODY_LIMIT = '32kb';

/** The whole HTTP surface; `server.ts` listens for it. */
export function buildApp(useCases: UseCases, logger: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(requestLog(logger));
  app.use(healthRoutes(useCases));
  app.get('/docs/errors', errorPage);
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  // Before any JSON parser: the signature is over the raw bytes.
  const ifFree = atMost(HANDLED_AT_ONCE);
  app.use(PUSH_PATH, speak('en'), pushRoute(useCases, ifFree));
  app.use(NOTIFY_PATH, speak('en'), paymentNotificationRoute(useCases, ifFree));
  app.use('/api/v1', speak('zh'), json(), ...miniprogramRoutes(useCases));
  app.use('/api/payment', speak('zh'), json(), checkoutRoutes(useCases));
  app.use('/internal/v1', speak('en'), json(), usageRoutes(useCases));
  app.use((req, res) => sendProblem(req, res, 'not_found'));
  app.use(handleError);
  return app;
}

const json = () => express.json({ limit: BODY_LIMIT });

const miniprogramRoutes = (useCases: UseCases): Router[] =>
  [
    ...[sessionRoutes, catalogRoutes, orderRoutes, balanceRoutes, pointsRoutes, apiKeyRoutes],
    ...[invoiceTitleRoutes, invoiceRoutes],
  ].map((routes) => routes(useCases));
