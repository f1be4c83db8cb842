import type { AccountId, HoldId } from '../shared/ids.ts';
import { min, minus, noPoints, type Points, sum } from '../shared/points.ts';
import { type ConsumptionDecision, type Draw, decideConsumption } from './consumption.ts';
import type { CallDetails } from './entry.ts';
import type { Lot } from './lot.ts';

/** For calls whose cost is known only afterwards, at most a day. */
export const HOLD_SECONDS = { shortest: 1, usual: 900, longest: 86_400 } as const;
/** Holds of one account that may be open at once, so that a service which forgets them cannot pile them up. */
export const OPEN_HOLDS_PER_ACCOUNT = 1_000;

/** Points that are set aside for a call under way: in no lot, so that nothing else can spend them. */
export type Hold = {
  readonly id: HoldId;
  readonly accountId: AccountId;
  /** Which lots gave how much, in draw order; in sum what is held. */
  readonly draws: readonly Draw[];
  readonly call: CallDetails;
  /** Whether a capture may take more than is held, as far as the account has it. */
  readonly mayExceed: boolean;
  readonly heldAt: Date;
  /** The first instant at which it is released by itself. */
  readonly expiresAt: Date;
  readonly state: HoldState;
};
export type HoldState =
  | { readonly kind: 'open' }
  | { readonly kind: 'captured'; readonly points: Points; readonly availableAfter: Points; readonly endedAt: Date }
  | { readonly kind: 'released'; readonly why: 'service' | 'expiry'; readonly endedAt: Date };

export const heldPoints = (hold: Pick<Hold, 'draws'>): Points => sum(hold.draws.map((draw) => draw.points));

export type CaptureRefusal =
  | { readonly kind: 'hold_ended'; readonly state: Exclude<HoldState['kind'], 'open'> | 'expired' }
  | { readonly kind: 'more_than_held'; readonly held: Points }
  | { readonly kind: 'insufficient_points'; readonly requested: Points; readonly available: Points };
export type CaptureDecision =
  /** `draws` are what is consumed, from the held lots first; what was held goes back to its lots before. */
  | { readonly kind: 'captured'; readonly draws: readonly Draw[]; readonly extra: Points }
  /** The same capture was made before. */
  | { readonly kind: 'captured_before'; readonly points: Points; readonly availableAfter: Points }
  | CaptureRefusal;

/**
 * What a call that has come to its end takes: `points` (at least 1) of what was held, in draw order, even where the lots have
 * expired meanwhile, and more only where the hold allows it and the rest of the account covers it.
 */
export function decideCapture(hold: Hold, lots: readonly Lot[], points: Points, now: Date): CaptureDecision {
  const { state } = hold;
  if (state.kind === 'captured' && state.points === points) return { ...state, kind: 'captured_before' };
  if (state.kind !== 'open') return { kind: 'hold_ended', state: state.kind };
  if (now >= hold.expiresAt) return { kind: 'hold_ended', state: 'expired' };
  const held = heldPoints(hold);
  if (points <= held) return { kind: 'captured', draws: firstOf(hold.draws, points), extra: noPoints };
  if (!hold.mayExceed) return { kind: 'more_than_held', held };
  const extra = minus(points, held);
  const more: ConsumptionDecision = decideConsumption(lots, extra, now);
  if (more.kind === 'insufficient_points') return { ...more, requested: extra };
  return { kind: 'captured', draws: merged([...hold.draws, ...more.draws]), extra };
}

/** The first `wanted` points of these draws. */
export function firstOf(draws: readonly Draw[], wanted: Points): Draw[] {
  const taken: Draw[] = [];
  let owed = wanted;
  for (const { lotId, points } of draws) {
    if (owed === noPoints) break;
    const drawn = min(points, owed);
    taken.push({ lotId, points: drawn });
    owed = minus(owed, drawn);
  }
  return taken;
}

/** One draw per lot, in the order in which the lots come up first. */
function merged(draws: readonly Draw[]): Draw[] {
  const lots = [...new Set(draws.map(({ lotId }) => lotId))];
  return lots.map((lotId) => ({
    lotId,
    points: sum(draws.filter((draw) => draw.lotId === lotId).map((d) => d.points)),
  }));
}
