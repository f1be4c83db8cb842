import { type Request, Router } from 'express';
import type { z } from 'zod';
import type { Caller, UsageOutcome } from '../../../application/ledger/usage.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { callerOf, forService } from '../authorize.ts';
import { PROBLEMS, type ProblemCode } from '../problem-table.ts';
import { readBody, toErrors } from '../read-body.ts';
import type { UseCases } from '../use-cases.ts';
import { UsageBatchBody, UsageBatchItem, type UsageBatchResult } from './usage-batch-schema.ts';
import { allowedJson, refusedJson } from './usage-json.ts';

type Result = z.infer<typeof UsageBatchResult>;

/** POST /usage/batch: up to 100 calls, each as POST /usage would take it and whatever becomes of the others. */
export function usageBatchRoutes({ admitService, chargeUsage }: UseCases): Router {
  const charge = async (caller: Caller, item: unknown): Promise<Result> => {
    const parsed = UsageBatchItem.safeParse(item);
    if (!parsed.success) return problem('invalid_request', { errors: toErrors(parsed.error) });
    const { api_key: keyToken, api: apiCode, quantity, client_ip: clientIp = null } = parsed.data;
    const { idempotency_key: idempotencyKey } = parsed.data;
    return toResult(await chargeUsage({ caller, keyToken, apiCode, quantity, idempotencyKey, clientIp }));
  };
  const router = Router();
  router.post(
    '/usage/batch',
    forService(admitService, 'usage', async (_service, req, res) => {
      const body = readBody(UsageBatchBody, req, res);
      const caller = callerOf(req);
      if (!body || !caller) return;
      const settled = await Promise.allSettled(body.items.map((item) => charge(caller, item)));
      res.json({ results: resultsOf(settled, req) });
    }),
  );
  return router;
}

function toResult(outcome: UsageOutcome): Result {
  switch (outcome.kind) {
    case 'allowed':
      return { ...allowedJson(outcome), replayed: outcome.replayed };
    case 'refused':
      return refusedJson(outcome.refusal);
    case 'not_admitted':
      return problem(outcome.refusal);
    case 'unknown_api':
      return problem('unknown_api');
    case 'idempotency_conflict':
      return problem('idempotency_key_reused');
  }
}

/** A fault of some is told in their places, because the points of the others are taken; one of all is a fault of the request. */
function resultsOf(settled: readonly PromiseSettledResult<Result>[], { log }: Request): Result[] {
  const [first] = settled;
  if (first?.status === 'rejected' && settled.every(({ status }) => status === 'rejected')) throw first.reason;
  return settled.map((each) => {
    if (each.status === 'fulfilled') return each.value;
    log.error({ err: each.reason }, 'one item of a batch failed');
    return problem(each.reason instanceof Unavailable ? `${each.reason.dependency}_unavailable` : 'internal_error');
  });
}

function problem(code: ProblemCode, more: object = {}): Result {
  const { title, next: detail } = PROBLEMS[code].en;
  return { allowed: false, problem: { code, title, detail, ...more } };
}
