import { type Request, type Response, Router } from 'express';
import type { PlaceHoldOutcome } from '../../../application/ledger/place-hold.ts';
import { points } from '../../../domain/shared/points.ts';
import { forService } from '../authorize.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { holdJson } from './holds-json.ts';
import { PlaceHoldBody } from './holds-schema.ts';
import { markReplayed, readIdempotencyKey } from './idempotency-key.ts';
import { refusedJson } from './usage-json.ts';

/** POST /holds: sets points aside for a call whose cost is known only afterwards. A refusal is as of POST /usage. */
export function holdRoutes({ admitService, placeHold }: UseCases): Router {
  const router = Router();
  router.post(
    '/holds',
    forService(admitService, 'holds', async ({ id: serviceId }, req, res) => {
      const idempotencyKey = readIdempotencyKey(req, res);
      const body = idempotencyKey && readBody(PlaceHoldBody, req, res);
      if (!body) return;
      const { api_key: keyToken, api: apiCode, quantity = 1, client_ip: clientIp = null } = body;
      const held = body.points === undefined ? null : points(BigInt(body.points));
      const { ttl_seconds: seconds, may_exceed: mayExceed } = body;
      const call = { serviceId, keyToken, apiCode, quantity, idempotencyKey, clientIp };
      sendHold(req, res, await placeHold({ ...call, points: held, seconds, mayExceed }));
    }),
  );
  return router;
}

function sendHold(req: Request, res: Response, outcome: PlaceHoldOutcome): void {
  switch (outcome.kind) {
    case 'held':
      markReplayed(res, outcome.replayed).json(holdJson(outcome.hold));
      return;
    case 'refused':
      res.json(refusedJson(outcome.refusal));
      return;
    case 'too_many_holds':
      return sendProblem(req, res, outcome.kind, { limit: outcome.limit });
    case 'unknown_api':
      return sendProblem(req, res, outcome.kind);
    case 'idempotency_conflict':
      return sendProblem(req, res, 'idempotency_key_reused');
  }
}
