/** Something that does its work by itself when business time comes to it. */
export type Timed = {
  /** Business time, milliseconds since the epoch; null when nothing waits. */
  earliestDueAtMs(): number | null;
  runDue(): void;
};

export function earliestOf(dueTimes: readonly (number | null)[]): number | null {
  const earliest = dueTimes.reduce<number>((least, dueAtMs) => Math.min(least, dueAtMs ?? Infinity), Infinity);
  return Number.isFinite(earliest) ? earliest : null;
}

const longestTimerMs = 2 ** 31 - 1;

/** A delay that a timer can take: one that is longer than it can count only looks too early, and is set again. */
export const timerDelayMs = (dueAtMs: number, nowMs: number): number =>
  Math.min(Math.max(dueAtMs - nowMs, 0), longestTimerMs);
