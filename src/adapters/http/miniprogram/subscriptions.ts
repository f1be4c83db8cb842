import { type Response, Router } from 'express';
import { z } from 'zod';
import type { User } from '../../../domain/identity/user.ts';
import { forUser } from '../authorize.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

/** No more templates are asked for in one `wx.requestSubscribeMessage`. */
const Accepted = z.strictObject({ accepted: z.array(z.string().min(1).max(64)).min(1).max(5) });

/** Subscribe messages (订阅消息): which there are, and how many of each the user still takes. */
export function subscriptionRoutes({ authenticateSession, listSubscriptions, acceptMessages }: UseCases): Router {
  const router = Router();
  const show = async ({ id, notifications }: User, res: Response): Promise<void> => {
    const templates = (await listSubscriptions(id)).map(({ kind, templateId, available }) => ({
      ...{ kind, template_id: templateId, available },
    }));
    res.json({ notifications, templates });
  };
  router.get(
    '/subscriptions',
    forUser(authenticateSession, (user, _req, res) => show(user, res)),
  );
  router.post(
    '/subscriptions',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(Accepted, req, res);
      if (!body) return;
      const { kind } = await acceptMessages(user.id, body.accepted);
      if (kind === 'unknown_template') return sendProblem(req, res, kind);
      await show(user, res);
    }),
  );
  return router;
}
