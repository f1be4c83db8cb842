import type { Package } from '../../miniprogram/app/api/types.ts';

/** As the catalog sells it, unless said otherwise. */
export function aPackage(change: Partial<Package> = {}): Package {
  const { price_fen: price = 5_000 } = change;
  return {
    ...{ id: `pkg_${price}`, code: `points-${price}`, product: { code: 'points', name: '积分', type: 'points' } },
    ...{ name: '', description: '', price_fen: price, list_price_fen: price, original_price_fen: null },
    ...{ points: 600, bonus_points: 0, promotions: [], hot: false, validity: { kind: 'months', months: 12 } },
    ...{ points_expire_at: '2027-01-15T16:00:00.000Z', ...change },
  };
}

/** S1's three tiers. */
export const SHIPPED: readonly Package[] = [
  aPackage({ price_fen: 1_000, points: 100 }),
  aPackage({ price_fen: 5_000, points: 600, hot: true, description: '最热销' }),
  aPackage({ price_fen: 30_000, points: 4_000, bonus_points: 200 }),
];
