import { Router } from 'express';
import type { z } from 'zod';
import type { VerifyOutcome } from '../../../application/ledger/verify-key.ts';
import { forService } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';
import { refusedJson } from './usage-json.ts';
import { type VerifyAnswer, VerifyBody } from './verify-schema.ts';

/** POST /keys/verify: whose key is this, and may it make such a call now? Takes nothing and promises nothing. */
export function verifyRoutes({ admitService, verifyKey }: UseCases): Router {
  const router = Router();
  router.post(
    '/keys/verify',
    forService(admitService, 'verify', async (_service, req, res) => {
      const body = readBody(VerifyBody, req, res);
      if (!body) return;
      const { api_key: keyToken, api: apiCode = null, quantity, client_ip: clientIp = null } = body;
      const outcome = await verifyKey({ keyToken, apiCode, quantity, clientIp });
      if (outcome.kind === 'unknown_api') return sendProblem(req, res, outcome.kind);
      res.json(verifyJson(outcome));
    }),
  );
  return router;
}

function verifyJson(outcome: Exclude<VerifyOutcome, { kind: 'unknown_api' }>): z.infer<typeof VerifyAnswer> {
  if (outcome.kind === 'refused') return refusedJson(outcome.refusal);
  const { key, refusal, pointsLeft } = outcome;
  return {
    ...(refusal ? refusedJson(refusal) : { allowed: true as const }),
    key: { id: publicId('key', key.id), name: key.name, hint: key.hint, expires_at: instant(key.expiresAt) },
    user_id: publicId('usr', key.userId),
    points_left: wholeNumber(pointsLeft),
  };
}
