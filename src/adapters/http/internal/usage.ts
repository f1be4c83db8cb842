import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { UsageOutcome } from '../../../application/ledger/consume-points.ts';
import { forService } from '../authorize.ts';
import { apiCode } from '../plain-text.ts';
import { publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';

const Usage = z.strictObject({
  api_key: z.string().max(256),
  api: apiCode,
  quantity: z.int().min(1).max(1_000).default(1),
});
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * POST /usage: may this key make this call? If so its points are taken, once per `Idempotency-Key`. A refusal is a
 * regular answer: 200 with `allowed: false` and a `code`.
 */
export function usageRoutes({ authenticateService, consumePoints }: UseCases): Router {
  const router = Router();
  router.post(
    '/usage',
    forService(authenticateService, async (service, req, res) => {
      const idempotencyKey = req.headers['idempotency-key'];
      if (typeof idempotencyKey !== 'string' || !IDEMPOTENCY_KEY.test(idempotencyKey)) {
        return sendProblem(req, res, 'idempotency_key_missing');
      }
      const body = readBody(Usage, req, res);
      if (!body) return;
      const { api_key: keyToken, api: apiCode, quantity } = body;
      sendUsage(req, res, await consumePoints({ keyToken, apiCode, quantity, idempotencyKey, serviceId: service.id }));
    }),
  );
  return router;
}

function sendUsage(req: Request, res: Response, outcome: UsageOutcome): void {
  switch (outcome.kind) {
    case 'allowed': {
      const { id, points, availableAfter, at } = outcome.consumption;
      if (outcome.replayed) res.set('Idempotency-Replayed', 'true');
      res.json({
        allowed: true,
        usage_id: publicId('use', id),
        points: wholeNumber(points),
        points_left: wholeNumber(availableAfter),
        at,
      });
      return;
    }
    case 'refused':
      res.json({ allowed: false, code: outcome.code, ...pointsOf(outcome) });
      return;
    case 'unknown_api':
      return sendProblem(req, res, 'unknown_api');
    case 'idempotency_conflict':
      return sendProblem(req, res, 'idempotency_key_reused');
  }
}

const pointsOf = (refusal: Extract<UsageOutcome, { kind: 'refused' }>) =>
  refusal.code === 'insufficient_points'
    ? { points_needed: wholeNumber(refusal.requested), points_left: wholeNumber(refusal.available) }
    : {};
