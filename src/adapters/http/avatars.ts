import { Router } from 'express';
import { hashOfAvatar, isAvatarName } from '../../domain/identity/avatar.ts';
import { sendProblem } from './send-problem.ts';
import type { UseCases } from './use-cases.ts';

/** Where the pictures of users are, for everybody. */
export const AVATARS_PATH = '/avatars';

/**
 * GET AVATARS_PATH/:name. A name is of one content for ever, so that it is kept by whoever has it. Strangers have sent these bytes:
 * nobody may take them for anything but a picture.
 */
export function avatarRoutes({ readAvatar }: UseCases): Router {
  const router = Router();
  router.get('/:name', async (req, res) => {
    const { name } = req.params;
    res.set('X-Content-Type-Options', 'nosniff').set('Cache-Control', 'no-store');
    const avatar = isAvatarName(name) ? await readAvatar(name) : null;
    if (!avatar) return sendProblem(req, res, 'unknown_avatar');
    res
      .set('Content-Security-Policy', "default-src 'none'; sandbox")
      .set('Cache-Control', 'public, max-age=31536000, immutable')
      .set('ETag', `"${hashOfAvatar(name)}"`)
      .type(avatar.type)
      .send(Buffer.from(avatar.bytes));
  });
  return router;
}
