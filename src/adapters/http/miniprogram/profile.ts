import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { isNickname } from '../../../domain/identity/nickname.ts';
import { byUser, forUser } from '../authorize.ts';
import { plainText } from '../plain-text.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { readPicture } from './read-picture.ts';
import { userJson } from './session.ts';

const Profile = z.strictObject({
  nickname: plainText.trim().refine(isNickname, { message: 'expected 1 to 20 characters on one line' }).optional(),
  notifications: z.boolean().optional(),
});

type Outcome =
  | Awaited<ReturnType<UseCases['changeProfile']>>
  | Awaited<ReturnType<UseCases['changeAvatar']>>
  | Awaited<ReturnType<UseCases['removeAvatar']>>;

/** What users show of themselves, and whether we may send them messages. */
export function profileRoutes({ authenticateSession, changeProfile, changeAvatar, removeAvatar }: UseCases): Router {
  const router = Router();
  router.put(
    '/me',
    forUser(authenticateSession, async (user, req, res) => {
      const wish = readBody(Profile, req, res);
      if (wish) answer(req, res, await changeProfile(user.id, wish, byUser(user, req)));
    }),
  );
  router.post(
    '/me/avatar',
    forUser(authenticateSession, async (user, req, res) => {
      const picture = await readPicture(req, res);
      if (picture) answer(req, res, await changeAvatar(user.id, picture, byUser(user, req)));
    }),
  );
  router.delete(
    '/me/avatar',
    forUser(authenticateSession, async (user, req, res) => {
      answer(req, res, await removeAvatar(user.id, byUser(user, req)));
    }),
  );
  return router;
}

function answer(req: Request, res: Response, outcome: Outcome): void {
  if (outcome.kind === 'changed') return void res.json(userJson(outcome.user));
  if (outcome.kind === 'profile_changes_too_frequent') res.set('Retry-After', String(outcome.retryAfterSeconds));
  if (outcome.kind === 'nickname_not_checked') {
    req.log.warn({ err: outcome.fault }, 'nickname not checked');
    res.set('Retry-After', String(outcome.fault.retryAfterSeconds));
  }
  sendProblem(req, res, outcome.kind);
}
