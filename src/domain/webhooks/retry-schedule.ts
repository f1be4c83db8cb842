const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** After each try that failed; the first one is made at once. */
const DELAYS_MS = [
  ...[5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];
export const MOST_TRIES = DELAYS_MS.length + 1;
const JITTER = 0.2;
const LONGEST_WISH_MS = HOUR_MS;
/** Longer than a try can take, so that another worker begins the next one only if this one has died. */
const TAKEN_FOR_MS = 30 * SECOND_MS;
const KEPT_MS = 30 * 24 * HOUR_MS;

export const takenUntil = (now: Date): Date => new Date(now.getTime() + TAKEN_FOR_MS);

type Chance = {
  /** From 0 up to, and never, 1. */
  readonly random: number;
  /** What the receiver has asked for; null: nothing. */
  readonly retryAfterMs: number | null;
};

/**
 * When to try again, after `tries` that failed; null: not any more. Up to a fifth later than the schedule says, so that those who
 * failed together do not come back together. A receiver may ask for more time, up to an hour, and never for less.
 */
export function nextTryAt(tries: number, now: Date, { random, retryAfterMs }: Chance): Date | null {
  const delayMs = DELAYS_MS[tries - 1];
  if (delayMs === undefined) return null;
  const wishMs = Math.min(retryAfterMs ?? 0, LONGEST_WISH_MS);
  return new Date(now.getTime() + Math.max(Math.round(delayMs * (1 + JITTER * random)), wishMs));
}

/** Of what is older, only deliveries that are still pending are kept. */
export const keptSince = (now: Date): Date => new Date(now.getTime() - KEPT_MS);
