import { nextAttemptAt } from '../notifications/retry-schedule.ts';
import { isXpayEvent } from './judge-reply.ts';

/** WeChat repeats an unanswered message three times, each when it has given up waiting for the one before. */
const retries = 3;
const retryDelayMs = 5000;

/** `failedAttempts` counts scheduled ones, the first included; null means that WeChat gives up. */
export function nextPushAt(event: string, failedAttempts: number, attemptedAtMs: number): number | null {
  if (isXpayEvent(event)) return nextAttemptAt(failedAttempts, attemptedAtMs);
  return failedAttempts > retries ? null : attemptedAtMs + retryDelayMs;
}
