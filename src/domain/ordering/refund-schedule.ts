import type { Refund } from './refund.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SEND_DELAYS_MS = [10 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS];

/** After `tries` without an answer: when to send the same again. It never ends, because giving up could lose a refund. */
export const nextSendAt = (tries: number, now: Date): Date =>
  new Date(now.getTime() + (SEND_DELAYS_MS[tries - 1] ?? HOUR_MS));

/** What a person has to put right first, such as the merchant's balance, is tried again this much later. */
export const SEND_AGAIN_MS = HOUR_MS;

/** A refund that has not been accepted for this long needs a person. */
const STUCK_AFTER_MS = DAY_MS;
export const isStuck = ({ decidedAt }: { readonly decidedAt: Date }, now: Date): boolean =>
  now.getTime() - decidedAt.getTime() >= STUCK_AFTER_MS;

// WeChat Pay, 查询单笔退款: after a minute, and then at growing distances.
const POLL_DELAYS_MS = [1, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS);
/** Longer than any refund has been seen to take; an abnormal one waits for a person. */
const POLL_OFTEN_MS = 400 * DAY_MS;

/** When to ask again what has become of an accepted refund, after `polls` questions. It ends with the refund. */
export function nextRefundPollAt(polls: number, acceptedAt: Date, now: Date): Date {
  if (now.getTime() - acceptedAt.getTime() > POLL_OFTEN_MS) return new Date(now.getTime() + DAY_MS);
  const delayMs = POLL_DELAYS_MS[Math.min(polls, POLL_DELAYS_MS.length - 1)] as number;
  return new Date(now.getTime() + delayMs);
}

/** When a refund that has come into its state is sent, or asked about, for the first time; null: it is at an end, or a person's. */
export function firstTryAt(refund: Refund): Date | null {
  switch (refund.status) {
    case 'approved':
      return refund.decidedAt;
    case 'processing':
    case 'abnormal':
      return nextRefundPollAt(0, refund.acceptedAt, refund.acceptedAt);
    case 'awaiting_approval':
    case 'rejected':
    case 'succeeded':
    case 'failed':
      return null;
  }
}
