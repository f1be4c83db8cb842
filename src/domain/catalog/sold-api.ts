import type { ApiCode } from '../shared/ids.ts';
import { announcedFrom, type PricesNow, type WantedPrice } from './api-price.ts';

export const API_STATUSES = ['normal', 'degraded', 'maintenance'] as const;
export type ApiStatus = (typeof API_STATUSES)[number];

export type DescribedApi = {
  readonly code: ApiCode;
  readonly name: string;
  /** Where callers reach it, such as `/v1/images/recognize`. */
  readonly path: string;
  readonly status: ApiStatus;
  /** Shown to users while the status is not normal. */
  readonly notice: string;
};

/** An API that callers pay for with points, as it is sold at one instant. Its code is the scope of a key. */
export type SoldApi = DescribedApi & PricesNow;

/** What a catalog file says. */
export type ApiOffer = DescribedApi & WantedPrice;

/** What a file would have to say for everything to stay as it is. */
export const offerOf = ({ price, nextPrice, ...described }: SoldApi): ApiOffer => ({
  ...described,
  pointsPerCall: (nextPrice ?? price).pointsPerCall,
  effectiveFrom: nextPrice?.effectiveFrom ?? null,
});

/** What this offer comes down to for what is sold at `now`: its date stays only where it announces a change. */
export const settledOffer = (offer: ApiOffer, sold: SoldApi | null, now: Date): ApiOffer => ({
  ...offer,
  effectiveFrom: announcedFrom(offer, sold?.price ?? null, now),
});
