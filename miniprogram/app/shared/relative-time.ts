import { beijingDay, partsOf, two } from './beijing';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `刚刚`, `5分钟前`, `3小时前`, `昨天 12:00`, `6天前`, `2026-01-15`; `从未使用` where it never was. */
export function relativeTime(instant: string | null, now: Date): string {
  if (instant === null) return '从未使用';
  const at = new Date(instant);
  const agoMs = now.getTime() - at.getTime();
  if (agoMs < MINUTE_MS) return '刚刚';
  if (agoMs < HOUR_MS) return `${Math.floor(agoMs / MINUTE_MS)}分钟前`;
  const { hour, minute } = partsOf(at);
  if (beijingDay(at) === beijingDay(now)) return `${Math.floor(agoMs / HOUR_MS)}小时前`;
  if (beijingDay(at) === beijingDay(new Date(now.getTime() - DAY_MS))) return `昨天 ${two(hour)}:${two(minute)}`;
  const days = Math.floor(agoMs / DAY_MS);
  return days < 7 ? `${Math.max(days, 1)}天前` : beijingDay(at);
}
