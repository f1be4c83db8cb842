import { type Goods, type GoodsList, goodsFor, type Listing } from '../../domain/catalog/goods.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Catalog = UnitOfWork<'products' | 'packages' | 'promotions' | 'clock'>;
export type GoodsToList = Goods & { readonly id: string };
export type ListedGoods = GoodsToList & { readonly listing: Listing | { readonly kind: 'not_begun' } };

/** What a provider of the mini-program has to know, once under each name. */
export const planGoods =
  ({ uow, idOf }: { readonly uow: Catalog; readonly idOf: GoodsList['idOf'] }) =>
  (): Promise<GoodsToList[]> =>
    uow.run(async ({ products, packages, promotions, clock }) => {
      const now = await clock.now();
      const catalog = {
        products: await products.list(),
        packages: await packages.list(),
        promotions: await promotions.list(),
      };
      const all = goodsFor(catalog, 'miniprogram', now).map((goods) => ({ ...goods, id: idOf(goods) }));
      return [...new Map(all.map((goods) => [goods.id, goods])).values()];
    });

/**
 * Lists them one after the other, as the provider wants it, and tells each. What it is still at when its time is over keeps
 * it from beginning with the rest.
 */
export const listGoods =
  ({ goodsList }: { readonly goodsList: GoodsList }) =>
  async (planned: readonly GoodsToList[], tell: (listed: ListedGoods) => void): Promise<ListedGoods[]> => {
    const all: ListedGoods[] = [];
    for (const goods of planned) {
      const isHeldUp = all.at(-1)?.listing.kind === 'under_way' || all.at(-1)?.listing.kind === 'not_begun';
      const listed = { ...goods, listing: isHeldUp ? ({ kind: 'not_begun' } as const) : await goodsList.list(goods) };
      tell(listed);
      all.push(listed);
    }
    return all;
  };
