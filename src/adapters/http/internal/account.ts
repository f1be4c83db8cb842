import { Router } from 'express';
import type { z } from 'zod';
import type { ReadAccountOutcome } from '../../../application/ledger/read-account.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { forService } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { parseId, publicId } from '../public-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';
import type { AccountAnswer } from './account-schema.ts';

/** GET /users/{id}/balance: what a user can spend, and what is under way. */
export function accountRoutes({ admitService, readAccount }: UseCases): Router {
  const router = Router();
  router.get(
    '/users/:id/balance',
    forService(admitService, 'balance', async (_service, req, res) => {
      const userId = parseId<UserId>('usr', req.params['id']);
      const account = userId && (await readAccount(userId));
      if (account?.kind !== 'found') return sendProblem(req, res, 'unknown_user');
      res.json(accountJson(userId as UserId, account));
    }),
  );
  return router;
}

type Found = Extract<ReadAccountOutcome, { kind: 'found' }>;

const accountJson = (userId: UserId, account: Found): z.infer<typeof AccountAnswer> => ({
  user_id: publicId('usr', userId),
  available: wholeNumber(account.available),
  held: wholeNumber(account.held),
  frozen: wholeNumber(account.frozen),
  next_expiry: account.nextExpiry && lotJson(account.nextExpiry),
  expiring_soon: account.expiringSoon.map(({ kind, remaining: points, expiresAt }) => ({
    kind,
    ...lotJson({ points, expiresAt }),
  })),
});

const lotJson = ({ points, expiresAt }: NonNullable<Found['nextExpiry']>) => ({
  ...{ points: wholeNumber(points), expires_at: instant(expiresAt) },
});
