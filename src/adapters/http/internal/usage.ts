import { type Request, type Response, Router } from 'express';
import type { UsageOutcome } from '../../../application/ledger/usage.ts';
import { callerOf } from '../authorize.ts';
import { refuseCaller } from '../limits/limit-requests.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { answerDryRun } from './dry-run.ts';
import { markReplayed, readIdempotencyKey } from './idempotency-key.ts';
import { allowedJson, refusedJson } from './usage-json.ts';
import { UsageBody } from './usage-schema.ts';

/**
 * POST /usage: may this key make this call? If so its points are taken, once per `Idempotency-Key`. A refusal is a
 * regular answer: 200 with `allowed: false` and a `code`. With `dry_run` nothing is taken.
 */
export function usageRoutes(useCases: UseCases): Router {
  const router = Router();
  const dryRun = answerDryRun(useCases);
  router.post('/usage', async (req, res, next) => {
    if (req.body?.dry_run === true) return void (await dryRun(req, res, next));
    const caller = callerOf(req);
    if (!caller) return sendProblem(req, res, 'service_token_missing');
    const idempotencyKey = readIdempotencyKey(req, res);
    const body = idempotencyKey && readBody(UsageBody, req, res);
    if (!body) return;
    const { api_key: keyToken, api: apiCode, quantity, client_ip: clientIp = null } = body;
    const usage = { caller, keyToken, apiCode, quantity, idempotencyKey, clientIp };
    await sendUsage(req, res, await useCases.chargeUsage(usage));
  });
  return router;
}

export async function sendUsage(req: Request, res: Response, outcome: UsageOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'allowed':
      markReplayed(res, outcome.replayed).json(allowedJson(outcome));
      return;
    case 'refused':
      res.json(refusedJson(outcome.refusal));
      return;
    case 'not_admitted':
      return refuseCaller(req, res, outcome.refusal);
    case 'unknown_api':
      return sendProblem(req, res, 'unknown_api');
    case 'idempotency_conflict':
      return sendProblem(req, res, 'idempotency_key_reused');
  }
}
