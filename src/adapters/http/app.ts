import express, { type Express, type Router } from 'express';
import type { Logger } from 'pino';
import { NO_LIMITS, type RequestLimiter } from '../../application/shared/request-limiter.ts';
import type { Network } from '../../domain/keyvault/network.ts';
import { apiKeyRoutes } from './api-keys/api-key-routes.ts';
import { speakToWhoeverCalls } from './api-keys/for-owner.ts';
import { AVATARS_PATH, avatarRoutes } from './avatars.ts';
import { checkoutRoutes } from './checkout/checkout-routes.ts';
import { docsRoutes } from './docs/docs-routes.ts';
import { DOCS_PATH } from './docs/site-map.ts';
import { guardResponses, withoutPolicy } from './guard-responses.ts';
import { handleError } from './handle-error.ts';
import { healthRoutes } from './health.ts';
import { INTERNAL_API_VERSION, INTERNAL_CONTRACTS } from './internal/contracts.ts';
import { fastUsage } from './internal/fast-usage.ts';
import { internalRoutes } from './internal/internal-routes.ts';
import { limitWith } from './limits/limit-requests.ts';
import { measureRequests, NOBODY_WATCHES, type RequestWatch } from './measure-requests.ts';
import { balanceRoutes } from './miniprogram/balance.ts';
import { callRoutes } from './miniprogram/calls.ts';
import { catalogRoutes } from './miniprogram/catalog.ts';
import { closingRoutes } from './miniprogram/closing.ts';
import { invoiceTitleRoutes } from './miniprogram/invoice-titles.ts';
import { invoiceRoutes } from './miniprogram/invoices.ts';
import { loginTicketRoutes as loginAnswerRoutes } from './miniprogram/login-tickets.ts';
import { orderRoutes } from './miniprogram/orders.ts';
import { pointsRoutes } from './miniprogram/points.ts';
import { profileRoutes } from './miniprogram/profile.ts';
import { redemptionRoutes } from './miniprogram/redemptions.ts';
import { sessionRoutes } from './miniprogram/session.ts';
import { sessionsRoutes } from './miniprogram/sessions.ts';
import { subscriptionRoutes } from './miniprogram/subscriptions.ts';
import { openapiRoute } from './openapi/openapi-route.ts';
import { trustProxies } from './peer-of.ts';
import { setPublicUrl } from './public-url.ts';
import { requestLog } from './request-log.ts';
import { sendProblem, speak } from './send-problem.ts';
import { keepRawBody } from './signature/raw-body.ts';
import { verifySignature } from './signature/verify-signature.ts';
import type { UseCases } from './use-cases.ts';
import { loginTicketRoutes } from './web/login-tickets.ts';
import { pageRoutes } from './web/pages.ts';
import { WEBHOOK_CONTRACTS } from './webhooks/webhook-contracts.ts';
import { atMost, HANDLED_AT_ONCE } from './wechat/at-most.ts';
import { OFFICIAL_ACCOUNT_PATH, officialAccountRoute } from './wechat/official-account.ts';
import { NOTIFY_PATH, paymentNotificationRoute } from './wechat/payment-notification.ts';
import { PUSH_PATH, pushRoute } from './wechat/push.ts';

const BODY_LIMIT = '32kb';
/** A hundred calls with the longest names. */
const BATCH_LIMIT = '64kb';

type Settings = {
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly Network[];
  /** Where browsers reach us, for the addresses of pages. */
  readonly publicUrl: string;
  /** The mini-program in a browser, where WeChat is simulated. */
  readonly preview?: Router | null;
  /** Where the pages of the web were built; where they are by default, unless it is said. */
  readonly pagesFolder?: string;
  /** Counts what somebody asks for; nobody does, unless it is said. */
  readonly limiter?: RequestLimiter;
  /** Told of every request, for metrics. */
  readonly watch?: RequestWatch;
};
const NOBODY_ELSE: Settings = { trustedProxies: [], publicUrl: '' };

/** The whole HTTP surface; `server.ts` listens for it. */
export function buildApp(useCases: UseCases, logger: Logger, settings: Settings = NOBODY_ELSE): Express {
  const app = express();
  trustProxies(app, settings.trustedProxies);
  setPublicUrl(app, settings.publicUrl);
  limitWith(app, settings.limiter ?? NO_LIMITS);
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  const watch = settings.watch ?? NOBODY_WATCHES;
  app.post('/internal/v1/usage', speak('en'), fastUsage(useCases, logger, watch));
  app.use(guardResponses(settings.publicUrl));
  app.use(measureRequests(watch));
  app.use(requestLog(logger));
  app.use(healthRoutes(useCases));
  app.use(DOCS_PATH, docsRoutes());
  app.use(AVATARS_PATH, speak('zh'), avatarRoutes(useCases));
  app.use(pageRoutes(settings.pagesFolder));
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  // Before any JSON parser: the signature is over the raw bytes.
  const ifFree = atMost(HANDLED_AT_ONCE);
  app.use(OFFICIAL_ACCOUNT_PATH, speak('en'), officialAccountRoute(useCases));
  app.use(PUSH_PATH, speak('en'), pushRoute(useCases, ifFree));
  app.use(NOTIFY_PATH, speak('en'), paymentNotificationRoute(useCases, ifFree));
  // Services come here as well, and some of them sign.
  app.use(
    '/api/v1/api-keys',
    speakToWhoeverCalls,
    json(BODY_LIMIT, keepRawBody),
    verifySignature(useCases.checkSignature),
  );
  app.use('/api/v1', speak('zh'), json(), ...miniprogramRoutes(useCases));
  app.use('/api/payment', speak('zh'), json(), checkoutRoutes(useCases));
  app.use('/api/web', speak('zh'), json(), loginTicketRoutes(useCases));
  app.use('/internal/v1/usage/batch', json(BATCH_LIMIT, keepRawBody));
  app.use(
    '/internal/v1',
    speak('en'),
    json(BODY_LIMIT, keepRawBody),
    verifySignature(useCases.checkSignature),
    openapiRoute(INTERNAL_CONTRACTS, WEBHOOK_CONTRACTS, INTERNAL_API_VERSION),
    ...internalRoutes(useCases),
  );
  if (settings.preview) app.use('/preview', withoutPolicy, settings.preview);
  app.use((req, res) => sendProblem(req, res, 'not_found'));
  app.use(handleError);
  return app;
}

const json = (limit = BODY_LIMIT, verify?: typeof keepRawBody) => express.json({ limit, ...(verify && { verify }) });

const miniprogramRoutes = (useCases: UseCases): Router[] =>
  [
    ...[sessionRoutes, sessionsRoutes, loginAnswerRoutes, profileRoutes, subscriptionRoutes, closingRoutes],
    ...[catalogRoutes, orderRoutes, balanceRoutes, pointsRoutes, apiKeyRoutes, callRoutes],
    ...[invoiceTitleRoutes, invoiceRoutes, redemptionRoutes],
  ].map((routes) => routes(useCases));
