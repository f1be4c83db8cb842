import type { AccountId, HoldId } from '../shared/ids.ts';
import { min, minus, noPoints, type Points, sum } from '../shared/points.ts';
import { type ConsumptionDecision, type Draw, decideConsumption, type InsufficientPoints } from './consumption.ts';
import { type Line, linesOf } from './deed.ts';
import type { CallDetails } from './entry.ts';
import type { Lot } from './lot.ts';

/** For calls whose cost is known only afterwards, at most a day. */
export const HOLD_SECONDS = { shortest: 1, usual: 900, longest: 86_400 } as const;
/** Holds of one account that may be open at once, so that a service which forgets them cannot pile them up. */
export const OPEN_HOLDS_PER_ACCOUNT = 1_000;
/** How long a worker waits after it could not release a hold. */
export const RELEASE_RETRY_MS = 60_000;

/** Points that are set aside for a call under way: in no lot, so that nothing else can spend them. */
export type Hold = {
  readonly id: HoldId;
  readonly accountId: AccountId;
  /** Which lots gave how much, in draw order; in sum what is held. */
  readonly draws: readonly Draw[];
  readonly call: CallDetails;
  /** False: the service said how many points, instead of how many calls. */
  readonly byPrice: boolean;
  /** Whether a capture may take more than is held, as far as the account has it. */
  readonly mayExceed: boolean;
  readonly heldAt: Date;
  /** The first instant at which it is released by itself. */
  readonly expiresAt: Date;
  /** What the account could spend when this was set aside. */
  readonly availableAfter: Points;
  readonly state: HoldState;
};
/** `availableAfter` is what the account could spend then. */
export type HoldEnd =
  | { readonly kind: 'captured'; readonly points: Points; readonly availableAfter: Points; readonly endedAt: Date }
  | { readonly kind: 'released'; readonly why: ReleaseReason; readonly availableAfter: Points; readonly endedAt: Date };
export type HoldState = { readonly kind: 'open' } | HoldEnd;
export type ReleaseReason = 'service' | 'expiry';

export const heldPoints = (hold: Pick<Hold, 'draws'>): Points => sum(hold.draws.map((draw) => draw.points));

/** When a hold of so many seconds ends by itself. Others than `HOLD_SECONDS` allows are a fault. */
export function holdExpiry(heldAt: Date, seconds: number): Date {
  if (!(seconds >= HOLD_SECONDS.shortest && seconds <= HOLD_SECONDS.longest)) {
    throw new RangeError(`a hold of ${seconds} seconds`);
  }
  return new Date(heldAt.getTime() + seconds * 1_000);
}

export type HoldTerms = Pick<Hold, 'byPrice' | 'mayExceed'> & {
  readonly apiCode: CallDetails['apiCode'];
  readonly quantity: number;
  readonly points: Points;
  readonly seconds: number;
};

/** Whether these terms, sent again, name this hold. What a call costs may have changed meanwhile: then its number counts. */
export const isSameHold = (
  hold: Hold,
  { byPrice, mayExceed, apiCode, quantity, points, seconds }: HoldTerms,
): boolean =>
  hold.call.apiCode === apiCode &&
  hold.byPrice === byPrice &&
  hold.mayExceed === mayExceed &&
  hold.expiresAt.getTime() - hold.heldAt.getTime() === seconds * 1_000 &&
  (byPrice ? hold.call.quantity === quantity : heldPoints(hold) === points);

export type TooManyHolds = { readonly kind: 'too_many_holds'; readonly limit: number };
export type PlaceHoldDecision = ConsumptionDecision | TooManyHolds;

/** Which lots give what is held, as for a call; `openHolds` is how many the account has already. */
export function decidePlaceHold(lots: readonly Lot[], points: Points, openHolds: number, now: Date): PlaceHoldDecision {
  if (openHolds >= OPEN_HOLDS_PER_ACCOUNT) return { kind: 'too_many_holds', limit: OPEN_HOLDS_PER_ACCOUNT };
  return decideConsumption(lots, points, now);
}

export type CaptureRefusal =
  | { readonly kind: 'hold_ended'; readonly state: Exclude<HoldState['kind'], 'open'> | 'expired' }
  | { readonly kind: 'more_than_held'; readonly held: Points }
  | InsufficientPoints;
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
  if (more.kind === 'insufficient_points') return more;
  return { kind: 'captured', draws: merged([...hold.draws, ...more.draws]), extra };
}

/** What a capture is in the journal: all goes back to its lots, and what the call took is taken from there. */
export const captureLines = ({ draws: held }: Pick<Hold, 'draws'>, taken: readonly Draw[]): Line[] => [
  ...linesOf('release', held),
  ...linesOf('consume', taken),
];

export type ReleaseDecision =
  | { readonly kind: 'released'; readonly why: ReleaseReason }
  /** It was released before, by the service or by itself. */
  | { readonly kind: 'released_before' }
  | { readonly kind: 'hold_ended'; readonly state: 'captured' }
  /** Nobody asked for it and its time is not over. */
  | { readonly kind: 'not_due' };

/** Whether a hold ends now without a call, because its service says so or its time is over. */
export function decideRelease({ state, expiresAt }: Hold, asked: ReleaseReason, now: Date): ReleaseDecision {
  if (state.kind === 'released') return { kind: 'released_before' };
  if (state.kind === 'captured') return { kind: 'hold_ended', state: state.kind };
  if (now >= expiresAt) return { kind: 'released', why: 'expiry' };
  return asked === 'service' ? { kind: 'released', why: asked } : { kind: 'not_due' };
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
