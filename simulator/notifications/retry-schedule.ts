const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Distances between a failed delivery and the next one (WeChat Pay, payment notification): 24 h 4 min in all. */
export const retryDelaysMs: readonly number[] = [
  15 * secondMs,
  15 * secondMs,
  30 * secondMs,
  3 * minuteMs,
  10 * minuteMs,
  20 * minuteMs,
  30 * minuteMs,
  30 * minuteMs,
  30 * minuteMs,
  60 * minuteMs,
  3 * hourMs,
  3 * hourMs,
  3 * hourMs,
  6 * hourMs,
  6 * hourMs,
];

/** `failedDeliveries` counts scheduled ones, the first included; null means that WeChat gives up. */
export const nextAttemptAt = (failedDeliveries: number, attemptedAtMs: number): number | null => {
  const delayMs = retryDelaysMs[failedDeliveries - 1];
  return delayMs === undefined ? null : attemptedAtMs + delayMs;
};
