import { Router } from 'express';
import { buildDocument } from './build-document.ts';
import type { RouteContract } from './route-contract.ts';
import type { WebhookContract } from './webhook-contract.ts';

/** GET /openapi.json, for everybody: it holds no secret. */
export function openapiRoute(
  contracts: readonly RouteContract[],
  webhooks: readonly WebhookContract[],
  version: string,
): Router {
  const router = Router();
  let text: string | undefined;
  router.get('/openapi.json', (_req, res) => {
    text ??= JSON.stringify(buildDocument(contracts, webhooks, version), null, 2);
    res.type('application/json').send(text);
  });
  return router;
}
