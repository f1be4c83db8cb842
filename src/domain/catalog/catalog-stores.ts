import type { ApiCode, PackageId } from '../shared/ids.ts';
import type { Package, PackageOffer } from './package.ts';
import type { SoldApi } from './sold-api.ts';

/** Port. */
export interface Packages {
  find(id: PackageId): Promise<Package | null>;
  /** All, sold or not, by `sort` and code. */
  list(): Promise<Package[]>;
  /** Adds the offer under `id`, or changes the one that has its code; says which, or that nothing differed. */
  put(id: PackageId, offer: PackageOffer): Promise<Change>;
}

/** Port. */
export interface SoldApis {
  find(code: ApiCode): Promise<SoldApi | null>;
  /** By code. */
  list(): Promise<SoldApi[]>;
  put(api: SoldApi): Promise<Change>;
}

export type Change = 'added' | 'changed' | 'unchanged';
