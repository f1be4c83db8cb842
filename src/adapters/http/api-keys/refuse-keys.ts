import type { Request, Response } from 'express';
import type { UnknownKeys } from '../../../application/keyvault/find-own-keys.ts';
import type { OwnerLeaving, TooManyKeys, UnknownScope } from '../../../application/keyvault/issue-key.ts';
import type { RotateKeyOutcome } from '../../../application/keyvault/rotate-key.ts';
import { publicId } from '../public-id.ts';
import { sendProblem } from '../send-problem.ts';

type Refusal =
  | OwnerLeaving
  | UnknownKeys
  | TooManyKeys
  | UnknownScope
  | Extract<RotateKeyOutcome, { kind: 'not_active' }>;

export function refuseKeys(req: Request, res: Response, refusal: Refusal): void {
  switch (refusal.kind) {
    case 'account_closing':
      return sendProblem(req, res, refusal.kind);
    case 'unknown_keys':
      return sendProblem(req, res, 'unknown_api_key', { ids: refusal.ids.map((id) => publicId('key', id)) });
    case 'too_many_keys':
      return sendProblem(req, res, 'too_many_keys', { limit: refusal.limit });
    case 'unknown_scope':
      return sendProblem(req, res, 'unknown_scope', { api: refusal.apiCode });
    case 'not_active':
      return sendProblem(req, res, 'key_not_rotatable', { key_status: refusal.status });
  }
}
