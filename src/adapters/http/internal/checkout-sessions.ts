import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { OpenCheckoutOutcome } from '../../../application/identity/open-checkout.ts';
import type { CheckoutWish } from '../../../application/identity/resolve-checkout.ts';
import type { CheckoutSessionId, UserId } from '../../../domain/shared/ids.ts';
import { forService } from '../authorize.ts';
import { packageNamed } from '../package-named.ts';
import { parseId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { checkoutJson, openedJson } from './checkout-sessions-json.ts';
import { OpenCheckoutBody } from './checkout-sessions-schema.ts';
import { markReplayed, readIdempotencyKey } from './idempotency-key.ts';

/** A service sends a user of its own to our checkout, and is told what became of it. */
export function checkoutSessionRoutes({ admitService, openCheckout, readCheckout }: UseCases): Router {
  const router = Router();
  router.post(
    '/checkout-sessions',
    forService(admitService, 'checkout', async (service, req, res) => {
      const idempotencyKey = readIdempotencyKey(req, res);
      const body = idempotencyKey && readBody(OpenCheckoutBody, req, res);
      if (!body) return;
      const wish = wishOf(body);
      if (!wish) return sendProblem(req, res, 'unknown_user');
      sendOpened(req, res, await openCheckout({ service, idempotencyKey, requestId: requestIdOf(req), wish }));
    }),
  );
  router.get(
    '/checkout-sessions/:id',
    forService(admitService, 'checkout', async ({ id: serviceId }, req, res) => {
      const id = parseId<CheckoutSessionId>('chk', req.params['id']);
      const found = id && (await readCheckout(serviceId, id));
      if (found?.kind !== 'found') return sendProblem(req, res, 'unknown_checkout_session');
      res.json(checkoutJson(found));
    }),
  );
  return router;
}

/** Null: an id that is none of a user. */
function wishOf(body: z.output<typeof OpenCheckoutBody>): CheckoutWish | null {
  const { external_id: externalId, package_ids: packages, metadata } = body;
  const userId = parseId<UserId>('usr', body.user_id);
  if (externalId === undefined && !userId) return null;
  return {
    user: externalId === undefined ? { userId: userId as UserId } : { externalId },
    packages: packages?.map(packageNamed) ?? null,
    ...{ successUrl: body.success_url ?? null, cancelUrl: body.cancel_url ?? null, metadata },
  };
}

function sendOpened(req: Request, res: Response, outcome: OpenCheckoutOutcome): void {
  switch (outcome.kind) {
    case 'opened':
      markReplayed(res, outcome.replayed).status(201).json(openedJson(req, outcome));
      return;
    case 'idempotency_conflict':
      return sendProblem(req, res, 'idempotency_key_reused');
    default:
      return sendProblem(req, res, outcome.kind);
  }
}
