import { newPrices, pricesAt } from '../../domain/catalog/api-price.ts';
import type { Packages, Products, Promotions, SoldApis } from '../../domain/catalog/catalog-stores.ts';
import type { SoldApi } from '../../domain/catalog/sold-api.ts';
import type { MemoryState } from './memory-state.ts';

type Coded = { readonly code: string };

const byCode = (a: Coded, b: Coded): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
const bySort = (a: Coded & { sort: number }, b: Coded & { sort: number }): number => a.sort - b.sort || byCode(a, b);

/** The rows with this one among them, in place of the one with its code. */
const withRow = <Row extends Coded>(rows: readonly Row[], row: Row): Row[] => [
  ...rows.filter(({ code }) => code !== row.code),
  row,
];
const find = <Row extends Coded>(rows: readonly Row[], code: string): Row | undefined =>
  rows.find((row) => row.code === code);

export const memoryProducts = (state: MemoryState): Products => ({
  lockCatalog: async () => {},
  list: async () => [...state.products].sort(bySort),
  put: async (product) => {
    state.products = withRow(state.products, product);
  },
});

export const memoryPackages = (state: MemoryState): Packages => ({
  find: async (id) => state.packages.find((each) => each.id === id) ?? null,
  list: async () => [...state.packages].sort(bySort),
  put: async (id, offer) => {
    if (!find(state.products, offer.productCode)) throw new Error(`no product ${offer.productCode}`);
    state.packages = withRow(state.packages, { ...offer, id: find(state.packages, offer.code)?.id ?? id });
  },
});

export const memoryPromotions = (state: MemoryState): Promotions => ({
  list: async () => [...state.promotions].sort(byCode),
  put: async (id, offer) => {
    state.promotions = withRow(state.promotions, { ...offer, id: find(state.promotions, offer.code)?.id ?? id });
  },
});

export function memorySoldApis(state: MemoryState): SoldApis {
  const soldAt = ({ versions, ...described }: MemoryState['soldApis'][number], now: Date): SoldApi[] => {
    const prices = pricesAt(versions, now);
    return prices ? [{ ...described, ...prices }] : [];
  };
  return {
    find: async (code, now) =>
      state.soldApis.filter((each) => each.code === code).flatMap((each) => soldAt(each, now))[0] ?? null,
    list: async (now) => [...state.soldApis].sort(byCode).flatMap((each) => soldAt(each, now)),
    put: async ({ pointsPerCall, effectiveFrom, ...described }, now) => {
      const versions = find(state.soldApis, described.code)?.versions ?? [];
      const added = newPrices(versions, { pointsPerCall, effectiveFrom }, now);
      state.soldApis = withRow(state.soldApis, { ...described, versions: [...versions, ...added] });
    },
  };
}
