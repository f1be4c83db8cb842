import { addDays, endOfBeijingDay } from '../shared/beijing-time.ts';
import type { Notice } from './notice.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RETRY_DELAYS_MS = [1, 5, 15, 60, 120, 240].map((minutes) => minutes * MINUTE_MS);
const GIVE_UP_AFTER_MS = 24 * HOUR_MS;
const CONSENT_MAY_FOLLOW_MS = 10 * MINUTE_MS;
const LOOK_FOR_CONSENT_MS = 30_000;

/** When to try again, after `tries` that failed. */
export const nextSendAt = (tries: number, now: Date): Date =>
  new Date(now.getTime() + (RETRY_DELAYS_MS[Math.min(tries, RETRY_DELAYS_MS.length) - 1] as number));

/** A day later nobody needs to be told any more. */
export const isTooLate = ({ createdAt }: Pick<Notice, 'createdAt'>, now: Date): boolean =>
  now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS;

/**
 * When to look again for the consent of a user who has given none; null: not any more. A buyer is asked on the page that follows
 * the payment, so that his answer comes after the notice.
 */
export const consentMayFollowAt = ({ kind, createdAt }: Pick<Notice, 'kind' | 'createdAt'>, now: Date): Date | null =>
  kind === 'payment_success' && now.getTime() - createdAt.getTime() < CONSENT_MAY_FOLLOW_MS
    ? new Date(now.getTime() + LOOK_FOR_CONSENT_MS)
    : null;

const [MORNING_HOUR, EVENING_HOUR] = [9, 21];

/** Now, or at nine in the morning in Beijing: what can wait rings nobody out of bed. */
export function nextDaytime(now: Date): Date {
  const midnight = addDays(endOfBeijingDay(now), -1).getTime();
  const at = (hour: number): Date => new Date(midnight + hour * HOUR_MS);
  if (now < at(MORNING_HOUR)) return at(MORNING_HOUR);
  return now < at(EVENING_HOUR) ? now : at(24 + MORNING_HOUR);
}
