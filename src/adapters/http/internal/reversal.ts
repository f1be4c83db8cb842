import { Router } from 'express';
import type { z } from 'zod';
import type { Reversal } from '../../../domain/ledger/reversals.ts';
import type { ConsumptionId } from '../../../domain/shared/ids.ts';
import { forService } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { parseId, publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';
import { markReplayed } from './idempotency-key.ts';
import { type ReverseAnswer, ReverseBody } from './reversal-schema.ts';

/** POST /usage/{id}/reverse: undoes a call that was charged and not served, once however often it is asked. */
export function reversalRoutes({ admitService, reverseUsage }: UseCases): Router {
  const router = Router();
  router.post(
    '/usage/:id/reverse',
    forService(admitService, 'reverse', async ({ id: serviceId }, req, res) => {
      const body = readBody(ReverseBody, req, res);
      if (!body) return;
      const usageId = parseId<ConsumptionId>('use', req.params['id']);
      if (!usageId) return sendProblem(req, res, 'unknown_usage');
      const outcome = await reverseUsage({ serviceId, usageId, reason: body.reason ?? null });
      if (outcome.kind === 'unknown_usage') return sendProblem(req, res, outcome.kind);
      markReplayed(res, outcome.replayed).json(reversalJson(outcome.reversal));
    }),
  );
  return router;
}

const reversalJson = (reversal: Reversal): z.infer<typeof ReverseAnswer> => ({
  usage_id: publicId('use', reversal.usageId),
  reversed: true,
  points: wholeNumber(reversal.points),
  points_expired: wholeNumber(reversal.expired),
  points_left: wholeNumber(reversal.availableAfter),
  reason: reversal.reason,
  at: instant(reversal.at),
});
