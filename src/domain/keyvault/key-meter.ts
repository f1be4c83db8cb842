import { type BeijingDay, beijingDayOf } from '../shared/beijing-time.ts';
import { min, minus, noPoints, type Points, plus } from '../shared/points.ts';
import type { ApiKey } from './api-key.ts';

/** What a key has used, as it was written last. Days are Beijing's. */
export type KeyMeter = {
  readonly day: BeijingDay;
  readonly callsToday: number;
  readonly pointsToday: Points;
  readonly pointsTotal: Points;
  /** Windows of the rate limit are numbered from 1970 on; 0 for keys without one. */
  readonly window: bigint;
  /** 0 for keys without one. */
  readonly callsInWindow: number;
  readonly lastUsedAt: Date | null;
};

export const unusedMeter = (now: Date): KeyMeter => ({
  ...{ day: beijingDayOf(now), callsToday: 0, pointsToday: noPoints, pointsTotal: noPoints },
  ...{ window: 0n, callsInWindow: 0, lastUsedAt: null },
});

type Limited = Pick<ApiKey, 'rateLimit'>;

/** The window that contains `now`. */
export const windowAt = ({ rateLimit }: Limited, now: Date): bigint =>
  rateLimit ? BigInt(Math.floor(now.getTime() / 1_000 / rateLimit.seconds)) : 0n;

/** When that window ends. */
export const windowEnd = (rateLimit: NonNullable<ApiKey['rateLimit']>, now: Date): Date =>
  new Date((Number(windowAt({ rateLimit }, now)) + 1) * rateLimit.seconds * 1_000);

/** The same meter read at `now`: what counted for another day or window counts no more. */
export function meterAt(meter: KeyMeter, key: Limited, now: Date): KeyMeter {
  const [day, window] = [beijingDayOf(now), windowAt(key, now)];
  return {
    ...meter,
    ...(meter.day === day ? {} : { day, callsToday: 0, pointsToday: noPoints }),
    ...(meter.window === window ? {} : { window, callsInWindow: 0 }),
  };
}

type Use = { readonly calls: number; readonly points: Points; readonly now: Date };

export function meterAfterUse(meter: KeyMeter, key: Limited, { calls, points, now }: Use): KeyMeter {
  const current = meterAt(meter, key, now);
  return {
    ...current,
    callsToday: current.callsToday + calls,
    pointsToday: plus(current.pointsToday, points),
    pointsTotal: plus(current.pointsTotal, points),
    // Without a limit the window never ends, and a count that nobody reads would grow for ever.
    callsInWindow: key.rateLimit ? current.callsInWindow + calls : 0,
    lastUsedAt: now,
  };
}

/**
 * Points that came back, taken at `usedAt`, leave the budgets as if they had not been taken. Calls stay counted. The total has
 * counted every point that can come back; a day may not have: it is younger than a call of before there were meters.
 */
export function meterAfterReturn(meter: KeyMeter, returned: Points, usedAt: Date, now: Date): KeyMeter {
  const { day, pointsToday, pointsTotal } = meter;
  const today = beijingDayOf(now);
  const isOfToday = day === today && beijingDayOf(usedAt) === today;
  return {
    ...meter,
    pointsTotal: minus(pointsTotal, returned),
    pointsToday: isOfToday ? minus(pointsToday, min(pointsToday, returned)) : pointsToday,
  };
}

/** What a capture takes beyond what its hold has counted. */
export const meterAfterExtra = (meter: KeyMeter, key: Limited, extra: Points, now: Date): KeyMeter =>
  meterAfterUse(meter, key, { calls: 0, points: extra, now });
