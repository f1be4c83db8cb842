import { Router } from 'express';
import type { OfferedPackage } from '../../../application/catalog/list-packages.ts';
import type { SoldApi } from '../../../domain/catalog/sold-api.ts';
import { publicId } from '../public-id.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';

/** Open to everybody: nobody has to sign in to look. */
export function catalogRoutes({ listPackages, listSoldApis }: UseCases): Router {
  const router = Router();
  router.get('/packages', async (_req, res) => {
    res.json({ packages: (await listPackages('miniprogram')).map(packageJson) });
  });
  router.get('/apis', async (_req, res) => {
    res.json({ apis: (await listSoldApis()).map(apiJson) });
  });
  return router;
}

const packageJson = ({ offer, pointsExpireAt }: OfferedPackage) => ({
  id: publicId('pkg', offer.id),
  code: offer.code,
  name: offer.name,
  description: offer.description,
  price_fen: offer.priceFen,
  points: wholeNumber(offer.points),
  bonus_points: wholeNumber(offer.bonusPoints),
  hot: offer.hot,
  points_expire_at: pointsExpireAt,
});

const apiJson = (api: SoldApi) => ({
  code: api.code,
  name: api.name,
  path: api.path,
  points_per_call: wholeNumber(api.pointsPerCall),
  status: api.status,
  notice: api.notice,
});
