import { type Request, type Response, Router } from 'express';
import type { IssueKeyOutcome } from '../../../application/keyvault/issue-key.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { publicId } from '../public-id.ts';
import { readBody, readQuery } from '../read-body.ts';
import type { UseCases } from '../use-cases.ts';
import { keyJson, toRequest } from './api-key-json.ts';
import { KeyIds, KeysQuery, KeysSwitch, NewKey } from './api-key-schema.ts';
import { changeRoutes } from './change-routes.ts';
import { forOwner } from './for-owner.ts';
import { refuseKeys } from './refuse-keys.ts';

/** The four interfaces of the key page, for WeChat users and for services that act for them. */
export function apiKeyRoutes(useCases: UseCases): Router {
  const { issueKey, listKeys, switchKeys, deleteKeys } = useCases;
  const router = Router();
  router.get(
    '/api-keys',
    forOwner(useCases, async ({ user }, req, res) => {
      const query = readQuery(KeysQuery, req, res);
      if (query) res.json({ api_keys: (await listKeys(user.id, query)).map(keyJson) });
    }),
  );
  router.post(
    '/api-keys',
    forOwner(useCases, async ({ user, by }, req, res) => {
      const body = readBody(NewKey, req, res);
      if (body) await sendIssued(useCases, user.id, req, res, await issueKey(user.id, toRequest(body), by));
    }),
  );
  router.post(
    '/api-keys/delete',
    forOwner(useCases, async ({ user, by }, req, res) => {
      const ids = readBody(KeyIds, req, res);
      if (!ids) return;
      const outcome = await deleteKeys(user.id, ids, by);
      if (outcome.kind !== 'deleted') return refuseKeys(req, res, outcome);
      res.json({ deleted: outcome.ids.map((id) => publicId('key', id)) });
    }),
  );
  router.post(
    '/api-keys/status',
    forOwner(useCases, async ({ user, by }, req, res) => {
      const body = readBody(KeysSwitch, req, res);
      if (!body) return;
      const outcome = await switchKeys(user.id, body.ids, body.enabled, by);
      if (outcome.kind !== 'switched') return refuseKeys(req, res, outcome);
      res.json({ ids: outcome.keys.map(({ id }) => publicId('key', id)), enabled: body.enabled });
    }),
  );
  return router.use(changeRoutes(useCases));
}

async function sendIssued(
  { showKey }: UseCases,
  userId: UserId,
  req: Request,
  res: Response,
  outcome: IssueKeyOutcome,
): Promise<void> {
  if (outcome.kind !== 'issued') return refuseKeys(req, res, outcome);
  const listed = await showKey(userId, outcome.key.id);
  res.status(201).json({ ...(listed && keyJson(listed)), token: outcome.token });
}
