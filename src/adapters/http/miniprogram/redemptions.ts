import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { RedeemCodeOutcome } from '../../../application/catalog/redeem-code.ts';
import { byUser, forUser } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { refuseCode } from '../limits/limit-requests.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';

/** However it is typed; what is far too long is none. */
const Redeeming = z.strictObject({ code: z.string().min(1).max(64) });

export function redemptionRoutes({ authenticateSession, redeemCode }: UseCases): Router {
  const router = Router();
  router.post(
    '/redemptions',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(Redeeming, req, res);
      if (body) await answer(req, res, await redeemCode(user.id, body.code, byUser(user, req)));
    }),
  );
  return router;
}

async function answer(req: Request, res: Response, outcome: RedeemCodeOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'points_given': {
      const { batch, redemption, repeated } = outcome;
      const when = { points_expire_at: instant(redemption.pointsExpireAt), redeemed_at: instant(redemption.at) };
      return void res
        .status(repeated ? 200 : 201)
        .json({ name: batch.name, points: wholeNumber(batch.points), ...when });
    }
    case 'malformed':
      return sendProblem(req, res, 'redemption_code_malformed');
    case 'unknown':
      return refuseCode(req, res, 'redemption_code_unknown');
    case 'enough_for_one_person':
      return sendProblem(req, res, 'redemption_limit_reached', { limit: outcome.limit });
    case 'account_closing':
      return sendProblem(req, res, outcome.kind);
    default:
      return sendProblem(req, res, `redemption_code_${outcome.kind}`);
  }
}
