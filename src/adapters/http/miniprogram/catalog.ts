import { type Request, Router } from 'express';
import { z } from 'zod';
import type { PackageId } from '../../../domain/shared/ids.ts';
import { forBuyer, forVisitor, WHILE_CLOSING } from '../authorize.ts';
import { channelJson, closedProblem } from '../checkout-channel.ts';
import { parseId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { apiJson, packageJson, quoteJson } from './catalog-json.ts';
import { clientPlatform } from './client-platform.ts';
import { promotionJson } from './promotion-json.ts';

const STOREFRONT = 'miniprogram';
const Wish = z.strictObject({ package_id: z.string().max(64) });

/** Looking is open to everybody; whoever has signed in sees his own prices. Where nothing is sold, nobody sees any. */
export function catalogRoutes(useCases: UseCases): Router {
  const { authenticateSession, channelOf, listPackages, listPromotions, listSoldApis, quoteForBuyer } = useCases;
  const checkoutFor = (req: Request) => channelJson(channelOf(clientPlatform(req)), clientPlatform(req));
  const router = Router();
  router.get(
    '/packages',
    forVisitor(authenticateSession, async (user, req, res) => {
      const checkout = checkoutFor(req);
      const visitor = { userId: user?.id ?? null, storefront: STOREFRONT } as const;
      const offered = checkout.gateway === 'off' ? [] : await listPackages(visitor);
      res.json({ checkout, packages: offered.map(packageJson) });
    }),
  );
  router.get('/promotions', async (req, res) => {
    const checkout = checkoutFor(req);
    const running = checkout.gateway === 'off' ? [] : await listPromotions(STOREFRONT);
    res.json({ checkout, promotions: running.map(promotionJson) });
  });
  router.post(
    '/quotes',
    forBuyer(
      authenticateSession,
      async (user, req, res) => {
        if (checkoutFor(req).gateway === 'off') return sendProblem(req, res, closedProblem(clientPlatform(req)));
        const body = readBody(Wish, req, res);
        if (!body) return;
        const packageId = parseId<PackageId>('pkg', body.package_id);
        if (!packageId) return sendProblem(req, res, 'unknown_package');
        const outcome = await quoteForBuyer({ userId: user.id, packageId, storefront: STOREFRONT });
        if (outcome.kind !== 'quoted') return sendProblem(req, res, outcome.kind);
        res.json(quoteJson(outcome.quote, outcome.pointsExpireAt));
      },
      WHILE_CLOSING,
    ),
  );
  router.get('/apis', async (_req, res) => {
    res.json({ apis: (await listSoldApis()).map(apiJson) });
  });
  return router;
}
