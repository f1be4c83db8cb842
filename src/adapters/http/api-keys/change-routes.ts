import { Router } from 'express';
import type { ApiKeyId } from '../../../domain/shared/ids.ts';
import { instant } from '../json-values.ts';
import { parseId, publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { keyJson, toChange } from './api-key-json.ts';
import { KeySwitch, KeyUpdate, Rotation } from './api-key-schema.ts';
import { forOwner } from './for-owner.ts';
import { refuseKeys } from './refuse-keys.ts';

/** What is done to one key, behind the routes that have a word in the place of its id. */
export function changeRoutes(useCases: UseCases): Router {
  const { showKey, changeKey, switchKeys, rotateKey } = useCases;
  const router = Router();
  router.put(
    '/api-keys/:id',
    forOwner(useCases, async ({ user, by }, req, res) => {
      const body = readBody(KeyUpdate, req, res);
      if (!body) return;
      const id = parseId<ApiKeyId>('key', req.params['id']);
      if (!id) return sendProblem(req, res, 'unknown_api_key');
      const outcome = await changeKey(user.id, id, toChange(body), by);
      if (outcome.kind !== 'changed') return refuseKeys(req, res, outcome);
      const listed = await showKey(user.id, id);
      if (listed) res.json(keyJson(listed));
      else sendProblem(req, res, 'unknown_api_key');
    }),
  );
  router.post(
    '/api-keys/:id/status',
    forOwner(useCases, async ({ user, by }, req, res) => {
      const body = readBody(KeySwitch, req, res);
      if (!body) return;
      const id = parseId<ApiKeyId>('key', req.params['id']);
      if (!id) return sendProblem(req, res, 'unknown_api_key');
      const outcome = await switchKeys(user.id, [id], body.enabled, by);
      if (outcome.kind !== 'switched') return refuseKeys(req, res, outcome);
      res.json({ id: publicId('key', id), enabled: body.enabled });
    }),
  );
  router.post(
    '/api-keys/:id/rotate',
    forOwner(useCases, async ({ user, by }, req, res) => {
      const body = readBody(Rotation, req, res);
      if (!body) return;
      const id = parseId<ApiKeyId>('key', req.params['id']);
      if (!id) return sendProblem(req, res, 'unknown_api_key');
      const terms = { graceMs: body.grace_seconds * 1_000, lifetimeMonths: body.lifetime_months };
      const outcome = await rotateKey(user.id, id, terms, by);
      if (outcome.kind !== 'rotated') return refuseKeys(req, res, outcome);
      const listed = await showKey(user.id, outcome.key.id);
      const earlier = { id: publicId('key', id), expires_at: instant(outcome.earlier.expiresAt) };
      res.status(201).json({ ...(listed && keyJson(listed)), token: outcome.token, earlier });
    }),
  );
  return router;
}
