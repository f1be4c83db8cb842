import { Router } from 'express';
import type { z } from 'zod';
import { forService } from '../authorize.ts';
import { publicId } from '../public-id.ts';
import { readBody, readQuery } from '../read-body.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { type FindUserAnswer, FindUserQuery, type MapUserAnswer, MapUserBody } from './external-users-schema.ts';

/** Users of a sister product, by the ids that its backend service has given them. */
export function externalUserRoutes({ admitService, mapExternalUser, findExternalUser }: UseCases): Router {
  const router = Router();
  router.post(
    '/external-users',
    forService(admitService, 'external_users', async ({ id: serviceId }, req, res) => {
      const body = readBody(MapUserBody, req, res);
      if (!body) return;
      const wish = { serviceId, externalId: body.external_id, requestId: requestIdOf(req) };
      const { userId, created } = await mapExternalUser(wish);
      res.json({ user_id: publicId('usr', userId), created } satisfies z.infer<typeof MapUserAnswer>);
    }),
  );
  router.get(
    '/external-users',
    forService(admitService, 'external_users', async ({ id: serviceId }, req, res) => {
      const query = readQuery(FindUserQuery, req, res);
      if (!query) return;
      const userId = await findExternalUser(serviceId, query.external_id);
      if (!userId) return sendProblem(req, res, 'unknown_user');
      res.json({ user_id: publicId('usr', userId) } satisfies z.infer<typeof FindUserAnswer>);
    }),
  );
  return router;
}
