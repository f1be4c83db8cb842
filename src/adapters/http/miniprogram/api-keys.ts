import { Router } from 'express';
import { z } from 'zod';
import type { ListedKey } from '../../../application/keyvault/list-keys.ts';
import { KEY_LIFETIMES_MONTHS, KEY_NAME_MAX_LENGTH } from '../../../domain/keyvault/api-key.ts';
import type { ApiKeyId } from '../../../domain/shared/ids.ts';
import { forUser } from '../authorize.ts';
import { apiCode, plainText } from '../plain-text.ts';
import { parseId, publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

const NewKey = z.strictObject({
  name: plainText
    .trim()
    .min(1)
    // Characters as people count them: a surrogate pair is one.
    .refine((name) => [...name].length <= KEY_NAME_MAX_LENGTH, {
      message: `at most ${KEY_NAME_MAX_LENGTH} characters`,
    }),
  scope: z.union([z.literal('all'), z.array(apiCode).min(1).max(100)]).default('all'),
  lifetime_months: z.literal(KEY_LIFETIMES_MONTHS).default(12),
});
const NewStatus = z.strictObject({ enabled: z.boolean() });

export function apiKeyRoutes({ authenticateSession, issueKey, listKeys, switchKey }: UseCases): Router {
  const router = Router();
  router.get(
    '/api-keys',
    forUser(authenticateSession, async (user, _req, res) => {
      res.json({ api_keys: (await listKeys(user.id)).map(keyJson) });
    }),
  );
  router.post(
    '/api-keys',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(NewKey, req, res);
      if (!body) return;
      const { name, scope, lifetime_months: lifetimeMonths } = body;
      const outcome = await issueKey(user.id, { name, scope, lifetimeMonths });
      if (outcome.kind === 'too_many_keys') return sendProblem(req, res, outcome.kind, { limit: outcome.limit });
      if (outcome.kind === 'unknown_scope') return sendProblem(req, res, outcome.kind, { api: outcome.apiCode });
      const { key, token } = outcome;
      res.status(201).json({ ...keyJson({ key, status: 'active', lastUsedAt: null }), token });
    }),
  );
  router.post(
    '/api-keys/:id/status',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(NewStatus, req, res);
      if (!body) return;
      const id = parseId<ApiKeyId>('key', req.params['id']);
      const outcome = id && (await switchKey(user.id, id, body.enabled));
      if (outcome?.kind === 'too_many_keys') return sendProblem(req, res, outcome.kind, { limit: outcome.limit });
      if (outcome?.kind !== 'switched') return sendProblem(req, res, 'unknown_api_key');
      res.json({ id: publicId('key', outcome.key.id), enabled: outcome.key.enabled });
    }),
  );
  return router;
}

const keyJson = ({ key, status, lastUsedAt }: ListedKey) => ({
  id: publicId('key', key.id),
  name: key.name,
  hint: key.hint,
  status,
  scope: key.scope,
  created_at: key.createdAt,
  expires_at: key.expiresAt,
  last_used_at: lastUsedAt,
});
