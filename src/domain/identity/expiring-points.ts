import { type BeijingDay, beijingDayOf } from '../shared/beijing-time.ts';
import { type Points, plus } from '../shared/points.ts';

type Expiring = { readonly points: Points; readonly expiresAt: Date };

/** The last day on which they count: what expires at midnight is good until the day before. */
const lastDayOf = (expiresAt: Date): BeijingDay => beijingDayOf(new Date(expiresAt.getTime() - 1));

/** What has its last day together, the next day first. */
export function byLastDay(all: readonly Expiring[]): { readonly lastDay: BeijingDay; readonly points: Points }[] {
  const days = new Map<BeijingDay, Points>();
  for (const { points, expiresAt } of [...all].sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())) {
    const day = lastDayOf(expiresAt);
    const before = days.get(day);
    days.set(day, before === undefined ? points : plus(before, points));
  }
  return [...days].map(([lastDay, points]) => ({ lastDay, points }));
}
