import { type Request, type Response, Router } from 'express';
import type { CaptureOutcome } from '../../../application/ledger/capture-hold.ts';
import type { HoldId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { forService } from '../authorize.ts';
import { parseId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';
import { captureJson, releaseJson } from './holds-json.ts';
import { CaptureBody, ReleaseBody } from './holds-schema.ts';
import { markReplayed } from './idempotency-key.ts';
import { figuresOf } from './usage-json.ts';

/** POST /holds/{id}/capture and /release: the two ends of a hold, each once however often it is asked. */
export function holdEndRoutes({ admitService, captureHold, releaseHold }: UseCases): Router {
  const router = Router();
  router.post(
    '/holds/:id/capture',
    forService(admitService, 'holds', async ({ id: serviceId }, req, res) => {
      const body = readBody(CaptureBody, req, res);
      if (!body) return;
      const holdId = parseId<HoldId>('hld', req.params['id']);
      if (!holdId) return sendProblem(req, res, 'unknown_hold');
      const wanted = body.points === undefined ? null : points(BigInt(body.points));
      sendCapture(req, res, holdId, await captureHold({ serviceId, holdId, points: wanted }));
    }),
  );
  router.post(
    '/holds/:id/release',
    forService(admitService, 'holds', async ({ id: serviceId }, req, res) => {
      if (!readBody(ReleaseBody, req, res)) return;
      const holdId = parseId<HoldId>('hld', req.params['id']);
      if (!holdId) return sendProblem(req, res, 'unknown_hold');
      const outcome = await releaseHold({ serviceId, holdId });
      if (outcome.kind === 'unknown_hold') return sendProblem(req, res, outcome.kind);
      if (outcome.kind === 'hold_ended') return sendProblem(req, res, outcome.kind, { hold_state: outcome.state });
      markReplayed(res, outcome.replayed).json(releaseJson(holdId, outcome));
    }),
  );
  return router;
}

function sendCapture(req: Request, res: Response, id: HoldId, outcome: CaptureOutcome): void {
  switch (outcome.kind) {
    case 'captured':
      markReplayed(res, outcome.replayed).json(captureJson(id, outcome));
      return;
    case 'unknown_hold':
      return sendProblem(req, res, outcome.kind);
    case 'hold_ended':
      return sendProblem(req, res, outcome.kind, { hold_state: outcome.state });
    case 'more_than_held':
      return sendProblem(req, res, outcome.kind, { points_held: wholeNumber(outcome.held) });
    case 'insufficient_points': {
      const { requested, available } = outcome;
      const figures = { points_needed: wholeNumber(requested), points_left: wholeNumber(available) };
      return sendProblem(req, res, outcome.kind, figures);
    }
    case 'budget_exhausted': {
      const { refusal } = outcome;
      return sendProblem(req, res, outcome.kind, { budget_code: refusal.code, ...figuresOf(refusal) });
    }
  }
}
