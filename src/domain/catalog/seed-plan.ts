import { sameValue } from '../shared/same-value.ts';
import type { Package, PackageOffer } from './package.ts';
import type { Product } from './product.ts';
import type { Promotion, PromotionOffer } from './promotion.ts';
import { type ApiOffer, offerOf, type SoldApi, settledOffer } from './sold-api.ts';

/** What is to be sold, as a file says it; it need not name everything. */
export type CatalogFile = {
  readonly products: readonly Product[];
  readonly packages: readonly PackageOffer[];
  readonly promotions: readonly PromotionOffer[];
  readonly apis: readonly ApiOffer[];
};

/** Everything there is, sold or not. */
export type Catalog = {
  readonly products: readonly Product[];
  readonly packages: readonly Package[];
  readonly promotions: readonly Promotion[];
  readonly apis: readonly SoldApi[];
};

export type Change = 'added' | 'changed' | 'unchanged';

type Planned<What extends string, Entry> = {
  readonly what: What;
  readonly code: string;
  readonly change: Change;
  /** Null: there is nothing of this code yet. */
  readonly before: Entry | null;
  readonly after: Entry;
};
export type PlannedEntry =
  | Planned<'product', Product>
  | Planned<'package', PackageOffer>
  | Planned<'promotion', PromotionOffer>
  | Planned<'api', ApiOffer>;
export type SeedPlan = readonly PlannedEntry[];

/** What the file would do to the catalog, in the order in which it is to be done. What it does not name stays as it is. */
export function planSeed(file: CatalogFile, present: Catalog, now: Date): SeedPlan {
  return [
    ...file.products.map((after) => plan('product', find(present.products, after.code), after)),
    ...file.packages.map((after) => plan('package', withoutId(find(present.packages, after.code)), after)),
    ...file.promotions.map((after) => plan('promotion', withoutId(find(present.promotions, after.code)), after)),
    ...file.apis.map((offer) => {
      const sold = find(present.apis, offer.code);
      return plan('api', sold && offerOf(sold), settledOffer(offer, sold, now));
    }),
  ];
}

function plan<What extends string, Entry extends { readonly code: string }>(
  what: What,
  before: Entry | null,
  after: Entry,
): Planned<What, Entry> {
  const change = before === null ? 'added' : sameValue(before, after) ? 'unchanged' : 'changed';
  return { what, code: after.code, change, before, after };
}

const find = <Entry extends { readonly code: string }>(entries: readonly Entry[], code: string): Entry | null =>
  entries.find((entry) => entry.code === code) ?? null;

function withoutId<Entry extends { readonly id: unknown }>(entry: Entry | null): Omit<Entry, 'id'> | null {
  if (!entry) return null;
  const { id: _, ...offer } = entry;
  return offer;
}
