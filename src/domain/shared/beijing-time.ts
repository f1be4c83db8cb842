import type { Brand } from './brand.ts';

/** China has one time zone and no daylight saving: days and months of the business are Beijing's. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Midnight in Beijing at the end of the day that contains `instant`. */
export function endOfBeijingDay(instant: Date): Date {
  const days = Math.floor((instant.getTime() + OFFSET_MS) / DAY_MS);
  return new Date((days + 1) * DAY_MS - OFFSET_MS);
}

export const addDays = (instant: Date, days: number): Date => new Date(instant.getTime() + days * DAY_MS);

/** The same Beijing time `months` later; the last day of that month where it has no such day. */
export function addBeijingMonths(instant: Date, months: number): Date {
  const local = new Date(instant.getTime() + OFFSET_MS);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, lastDay));
  return new Date(local.getTime() - OFFSET_MS);
}

/** A day in Beijing, such as `2026-01-15`. */
export type BeijingDay = Brand<string, 'BeijingDay'>;

/** Its first instant. */
export const beginOfBeijingDay = (day: BeijingDay): Date => new Date(`${day}T00:00:00.000+08:00`);

/** So many days later, or earlier. */
export const beijingDayAfter = (day: BeijingDay, days: number): BeijingDay =>
  beijingDayOf(addDays(beginOfBeijingDay(day), days));

export const beijingDayOf = (instant: Date): BeijingDay =>
  new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10) as BeijingDay;

/** From the first instant of a month in Beijing, such as `2026-01`, up to that of the next, which is not of it. */
export function beijingMonth(month: string): { readonly from: Date; readonly to: Date } {
  const from = new Date(`${month}-01T00:00:00.000+08:00`);
  return { from, to: addBeijingMonths(from, 1) };
}

/** What a clock in Beijing shows: `2026-01-15 12:00:00`. */
export const beijingTimeOf = (instant: Date): string =>
  new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
