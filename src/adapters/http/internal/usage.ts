import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { UsageOutcome } from '../../../application/ledger/usage.ts';
import { callerOf } from '../authorize.ts';
import { ipAddress } from '../ip-address.ts';
import { apiCode } from '../plain-text.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { allowedJson, refusedJson } from './usage-json.ts';

export const UsageBody = z.strictObject({
  api_key: z.string().max(256),
  api: apiCode,
  quantity: z.int().min(1).max(1_000).default(1),
  client_ip: ipAddress.optional(),
});
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * POST /usage: may this key make this call? If so its points are taken, once per `Idempotency-Key`. A refusal is a
 * regular answer: 200 with `allowed: false` and a `code`.
 */
export function usageRoutes({ chargeUsage }: UseCases): Router {
  const router = Router();
  router.post('/usage', async (req, res) => {
    const caller = callerOf(req);
    if (!caller) return sendProblem(req, res, 'service_token_missing');
    const idempotencyKey = req.headers['idempotency-key'];
    if (typeof idempotencyKey !== 'string' || !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      return sendProblem(req, res, 'idempotency_key_missing');
    }
    const body = readBody(UsageBody, req, res);
    if (!body) return;
    const { api_key: keyToken, api: apiCode, quantity, client_ip: clientIp = null } = body;
    sendUsage(req, res, await chargeUsage({ caller, keyToken, apiCode, quantity, idempotencyKey, clientIp }));
  });
  return router;
}

export function sendUsage(req: Request, res: Response, outcome: UsageOutcome): void {
  switch (outcome.kind) {
    case 'allowed':
      if (outcome.replayed) res.set('Idempotency-Replayed', 'true');
      res.json(allowedJson(outcome));
      return;
    case 'refused':
      res.json(refusedJson(outcome.refusal));
      return;
    case 'not_admitted':
      return sendProblem(req, res, outcome.refusal);
    case 'unknown_api':
      return sendProblem(req, res, 'unknown_api');
    case 'idempotency_conflict':
      return sendProblem(req, res, 'idempotency_key_reused');
  }
}
