import { type BeijingDay, beijingDayOf } from './beijing-time.ts';
import { type Points, plus } from './points.ts';

type Expiring = { readonly points: Points; readonly expiresAt: Date };

/** The last day on which they count: what expires at midnight is good until the day before. */
const lastDayOf = (expiresAt: Date): BeijingDay => beijingDayOf(new Date(expiresAt.getTime() - 1));

/** `expiresAt` is when the first of them stop counting: mostly the end of the day. */
export type LastDay = { readonly lastDay: BeijingDay; readonly points: Points; readonly expiresAt: Date };

/** What has its last day together, the next day first. */
export function byLastDay(all: readonly Expiring[]): LastDay[] {
  const days = new Map<BeijingDay, LastDay>();
  for (const { points, expiresAt } of [...all].sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())) {
    const lastDay = lastDayOf(expiresAt);
    const before = days.get(lastDay);
    days.set(lastDay, before ? { ...before, points: plus(before.points, points) } : { lastDay, points, expiresAt });
  }
  return [...days.values()];
}
