import type { ApiCode, CodeBatchId, PackageId, PromotionId, UserId } from '../shared/ids.ts';
import type { CodeBatch, CodeFigures } from './code-batch.ts';
import type { Package, PackageOffer } from './package.ts';
import type { Product } from './product.ts';
import type { Promotion, PromotionOffer } from './promotion.ts';
import type { Redemption, RedemptionCode } from './redemption.ts';
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

/** Port. Of a code only its digest is kept: SHA-256, hexadecimal. */
export interface RedemptionCodes {
  /** With a code for each digest, numbered from 1 in their order. Two batches of one request key are a fault. */
  addBatch(batch: CodeBatch, digests: readonly string[]): Promise<void>;
  findBatch(id: CodeBatchId): Promise<CodeBatch | null>;
  findBatchByKey(requestKey: string): Promise<CodeBatch | null>;
  /** Newest first. */
  listBatches(page: { readonly after: CodeBatchId | null; readonly limit: number }): Promise<CodeBatch[]>;
  /** Of these batches, by id. */
  countCodes(ids: readonly CodeBatchId[]): Promise<ReadonlyMap<CodeBatchId, CodeFigures>>;
  find(digest: string): Promise<RedemptionCode | null>;
  /** The same; until the transaction ends, nobody else redeems or voids it. After the lock of the account. */
  lock(digest: string): Promise<RedemptionCode | null>;
  countRedeemed(id: CodeBatchId, userId: UserId): Promise<number>;
  /** A code that is not open is a fault. */
  redeem(code: RedemptionCode, redemption: Redemption): Promise<void>;
  /** Those of the batch that are open, or the one of this number; gives how many that were. */
  voidOpen(id: CodeBatchId, no: number | null, at: Date): Promise<number>;
  /** What one person has redeemed is another's, who is the same. */
  move(from: UserId, into: UserId): Promise<void>;
}
