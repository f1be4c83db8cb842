import type { Storefront } from '../../domain/catalog/package.ts';
import { isRunningAt, type Promotion } from '../../domain/catalog/promotion.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ListPromotions = (storefront: Storefront) => Promise<Promotion[]>;

/** What runs at this storefront now, by code. */
export const listPromotions =
  ({ uow }: { readonly uow: UnitOfWork<'promotions' | 'clock'> }): ListPromotions =>
  (storefront) =>
    uow.run(async ({ promotions, clock }) => {
      const now = await clock.now();
      return (await promotions.list()).filter((each) => isRunningAt(each, storefront, now));
    });
