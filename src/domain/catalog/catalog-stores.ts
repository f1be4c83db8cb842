import type { ApiCode, PackageId, PromotionId } from '../shared/ids.ts';
import type { Package, PackageOffer } from './package.ts';
import type { Product } from './product.ts';
import type { Promotion, PromotionOffer } from './promotion.ts';
import type { ApiOffer, SoldApi } from './sold-api.ts';

/** Port. The default product is there from the beginning. */
export interface Products {
  /** One change of the catalog at a time: until the transaction ends, others who call this wait. */
  lockCatalog(): Promise<void>;
  /** All, by `sort` and code. */
  list(): Promise<Product[]>;
  /** Adds it, or changes the one that has its code. */
  put(product: Product): Promise<void>;
}

/** Port. */
export interface Packages {
  find(id: PackageId): Promise<Package | null>;
  /** All, sold or not, by `sort` and code. */
  list(): Promise<Package[]>;
  /** Adds the offer under `id`, or changes the one that has its code. A product that is not there is a fault. */
  put(id: PackageId, offer: PackageOffer): Promise<void>;
}

/** Port. */
export interface Promotions {
  /** All, running or not, by code. */
  list(): Promise<Promotion[]>;
  /** Adds the offer under `id`, or changes the one that has its code. */
  put(id: PromotionId, offer: PromotionOffer): Promise<void>;
}

/** Port. An API is sold from its first price on. */
export interface SoldApis {
  find(code: ApiCode, now: Date): Promise<SoldApi | null>;
  /** By code. */
  list(now: Date): Promise<SoldApi[]>;
  /** Adds it, or changes the one that has its code. A price that differs becomes a new version; old ones stay as they are. */
  put(offer: ApiOffer, now: Date): Promise<void>;
}
