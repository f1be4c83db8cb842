import { Router } from 'express';
import { forUser } from '../authorize.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';

export function balanceRoutes({ authenticateSession, readBalance }: UseCases): Router {
  const router = Router();
  router.get(
    '/balance',
    forUser(authenticateSession, async (user, _req, res) => {
      const { available, nextExpiry } = await readBalance(user.id);
      res.json({
        available: wholeNumber(available),
        next_expiry: nextExpiry && { points: wholeNumber(nextExpiry.points), expires_at: nextExpiry.expiresAt },
      });
    }),
  );
  return router;
}
