import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { BeginClosingOutcome } from '../../../application/identity/begin-closing.ts';
import { byUser, forUser, WHILE_CLOSING } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { closingJson, obstacleJson, pointsLeftJson } from './closing-json.ts';

/** The word is typed by hand, so that no tap deletes an account. */
const Confirmation = z.strictObject({ confirm: z.literal('注销'), waive_points: z.boolean().default(false) });

/** 注销: what stands in the way, the user's word, and taking it back. */
export function closingRoutes(useCases: UseCases): Router {
  const { authenticateSession, lookAtClosing, beginClosing, cancelClosing } = useCases;
  const router = Router();
  router.get(
    '/me/closing',
    forUser(authenticateSession, async (user, req, res) => {
      const view = await lookAtClosing(user.id);
      if (!view) return sendProblem(req, res, 'session_unknown');
      res.json(closingJson(view));
    }),
  );
  router.post(
    '/me/closing',
    forUser(
      authenticateSession,
      async (user, req, res, session) => {
        const body = readBody(Confirmation, req, res);
        if (!body) return;
        const wanted = { userId: user.id, waivesPoints: body.waive_points, keeps: session.id, by: byUser(user, req) };
        sendBegun(req, res, await beginClosing(wanted));
      },
      WHILE_CLOSING,
    ),
  );
  router.post(
    '/me/closing/cancel',
    forUser(
      authenticateSession,
      async (user, req, res) => {
        const outcome = await cancelClosing(user.id, byUser(user, req));
        if (outcome.kind !== 'active') return sendProblem(req, res, 'session_unknown');
        const { disabledKeys } = outcome;
        const notice = disabledKeys > 0 ? '已停用的 API Key 不会自动恢复，请在 API Key 页面重新启用' : null;
        res.json({ status: 'active', disabled_keys: disabledKeys, notice });
      },
      WHILE_CLOSING,
    ),
  );
  return router;
}

function sendBegun(req: Request, res: Response, outcome: BeginClosingOutcome): void {
  switch (outcome.kind) {
    case 'closing':
      return void res.json({ status: 'closing', deletes_at: instant(outcome.deletesAt) });
    case 'has_obstacles':
      return sendProblem(req, res, 'closing_has_obstacles', { obstacles: outcome.obstacles.map(obstacleJson) });
    case 'points_left':
      return sendProblem(req, res, 'closing_points_left', { points: pointsLeftJson(outcome.points) });
    case 'unknown_user':
    case 'not_open':
      // It was closed, or merged into another one, while this request was on its way.
      return sendProblem(req, res, 'session_unknown');
  }
}
