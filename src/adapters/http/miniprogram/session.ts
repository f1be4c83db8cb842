import { Router } from 'express';
import { z } from 'zod';
import type { User } from '../../../domain/identity/user.ts';
import { forUser } from '../authorize.ts';
import { AVATARS_PATH } from '../avatars.ts';
import { limitByAddress } from '../limits/limit-requests.ts';
import { deviceName } from '../plain-text.ts';
import type { ProblemCode } from '../problem-table.ts';
import { publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

const Login = z.strictObject({
  code: z.string().min(1).max(256),
  device: deviceName.optional(),
});

const REFUSALS = {
  invalid_code: 'login_code_invalid',
  user_blocked: 'login_blocked',
  too_frequent: 'login_too_frequent',
} as const satisfies Record<string, ProblemCode>;

export function sessionRoutes({ logInWithWechat, authenticateSession }: UseCases): Router {
  const router = Router();
  router.post('/session', limitByAddress('sign_in'), async (req, res) => {
    const body = readBody(Login, req, res);
    if (!body) return;
    const { code, device = null } = body;
    const outcome = await logInWithWechat({ code, device, requestId: requestIdOf(req) });
    if (outcome.kind !== 'logged_in') return sendProblem(req, res, REFUSALS[outcome.kind]);
    const { token, session, user } = outcome;
    res.status(201).json({ token, expires_at: session.expiresAt, user: userJson(user) });
  });
  router.get(
    '/me',
    forUser(authenticateSession, async (user, _req, res) => {
      res.json(userJson(user));
    }),
  );
  return router;
}

export const userJson = (user: User) => ({
  id: publicId('usr', user.id),
  nickname: user.nickname,
  avatar_url: user.avatar && `${AVATARS_PATH}/${user.avatar}`,
  notifications: user.notifications,
  status: user.status,
  created_at: user.createdAt,
});
