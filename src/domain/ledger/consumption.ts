import type { LotId } from '../shared/ids.ts';
import { min, minus, noPoints, type Points, plus } from '../shared/points.ts';
import { availablePoints } from './balance.ts';
import { compareDrawOrder, isSpendable, type Lot } from './lot.ts';

/** How many points of a lot pay for something. */
export type Draw = { readonly lotId: LotId; readonly points: Points };

export type InsufficientPoints = {
  readonly kind: 'insufficient_points';
  readonly requested: Points;
  readonly available: Points;
};

export type ConsumptionDecision =
  /** The draws in draw order; `availableAfter` is what may still be spent. */
  { readonly kind: 'covered'; readonly draws: readonly Draw[]; readonly availableAfter: Points } | InsufficientPoints;

/** Which lots pay for `requested` (at least 1 point), or that they cannot. All or nothing. */
export function decideConsumption(lots: readonly Lot[], requested: Points, now: Date): ConsumptionDecision {
  const available = availablePoints(lots, now);
  if (available < requested) return { kind: 'insufficient_points', requested, available };

  const draws: Draw[] = [];
  let owed = requested;
  for (const lot of lots.filter((each) => isSpendable(each, now)).sort(compareDrawOrder)) {
    if (owed === noPoints) break;
    const drawn = min(lot.remaining, owed);
    draws.push({ lotId: lot.id, points: drawn });
    owed = minus(owed, drawn);
  }
  return { kind: 'covered', draws, availableAfter: minus(available, requested) };
}

/** The lots as they stand after `draws`. */
export function applyDraws<L extends Lot>(lots: readonly L[], draws: readonly Draw[]): L[] {
  const drawn = drawnFrom(draws);
  return lots.map((lot) => ({ ...lot, remaining: minus(lot.remaining, drawn(lot)) }));
}

/** The lots as they stand when `draws` are given back. */
export function undoDraws<L extends Lot>(lots: readonly L[], draws: readonly Draw[]): L[] {
  const drawn = drawnFrom(draws);
  return lots.map((lot) => ({ ...lot, remaining: plus(lot.remaining, drawn(lot)) }));
}

function drawnFrom(draws: readonly Draw[]): (lot: Lot) => Points {
  const drawn = new Map(draws.map((draw) => [draw.lotId, draw.points]));
  return (lot) => drawn.get(lot.id) ?? noPoints;
}
