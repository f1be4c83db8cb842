import type { Points } from '../shared/points.ts';

/** What a call costs from an instant on. Versions count from 1 in the order of the operator's decisions; none is ever changed. */
export type ApiPrice = {
  readonly version: number;
  readonly pointsPerCall: Points;
  readonly effectiveFrom: Date;
};

export type PricesNow = {
  readonly price: ApiPrice;
  /** The change that is announced. */
  readonly nextPrice: ApiPrice | null;
};

/** What an operator wants; without a date, or with one that has passed, at once. */
export type WantedPrice = { readonly pointsPerCall: Points; readonly effectiveFrom: Date | null };

/** Of the versions that have come into effect the latest decision holds; null: none has. */
export function pricesAt(versions: readonly ApiPrice[], now: Date): PricesNow | null {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
  const price = newestFirst.find(({ effectiveFrom }) => effectiveFrom <= now);
  if (!price) return null;
  const announced = newestFirst.filter(({ version, effectiveFrom }) => version > price.version && effectiveFrom > now);
  const [nextPrice = null] = announced.sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime());
  return { price, nextPrice };
}

/** When a wanted price is still to come; null: it is to hold at once, as does the first one of an API, or holds already. */
export function announcedFrom({ pointsPerCall, effectiveFrom }: WantedPrice, price: ApiPrice | null, now: Date) {
  const isChange = price !== null && price.pointsPerCall !== pointsPerCall;
  return isChange && effectiveFrom !== null && effectiveFrom > now ? effectiveFrom : null;
}

/**
 * The versions to add so that calls cost what is wanted and no other change is announced. A later decision takes the place
 * of an earlier one only from its own date on, so that an announcement which would come before it is withdrawn, by a
 * version that repeats the present price.
 */
export function newPrices(versions: readonly ApiPrice[], wanted: WantedPrice, now: Date): ApiPrice[] {
  const present = pricesAt(versions, now);
  const { pointsPerCall } = wanted;
  if (!present) return numbered(versions, [{ pointsPerCall, effectiveFrom: now }]);
  const { price, nextPrice } = present;
  const from = announcedFrom(wanted, price, now);
  if (from === null) {
    const holds = price.pointsPerCall === pointsPerCall && nextPrice === null;
    return holds ? [] : numbered(versions, [{ pointsPerCall, effectiveFrom: now }]);
  }
  const change = { pointsPerCall, effectiveFrom: from };
  if (!nextPrice || nextPrice.effectiveFrom > from) return numbered(versions, [change]);
  if (nextPrice.effectiveFrom < from) {
    return numbered(versions, [{ pointsPerCall: price.pointsPerCall, effectiveFrom: now }, change]);
  }
  return nextPrice.pointsPerCall === pointsPerCall ? [] : numbered(versions, [change]);
}

function numbered(versions: readonly ApiPrice[], added: readonly Omit<ApiPrice, 'version'>[]): ApiPrice[] {
  const last = Math.max(0, ...versions.map(({ version }) => version));
  return added.map((each, index) => ({ version: last + index + 1, ...each }));
}
