import { partsOf, two } from './beijing';

/** `2026-01-15 12:00` */
export function dateTime(instant: string): string {
  const { year, month, day, hour, minute } = partsOf(new Date(instant));
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** `2026年1月15日` */
export function chineseDate(instant: string): string {
  const { year, month, day } = partsOf(new Date(instant));
  return `${year}年${month}月${day}日`;
}

/** `2026/01/15` */
export function slashDate(instant: string): string {
  const { year, month, day } = partsOf(new Date(instant));
  return `${year}/${two(month)}/${two(day)}`;
}

/** What ends at midnight is good through the day before: 「有效期至」 names that day. */
export const lastMoment = (expiresAt: string): string => new Date(new Date(expiresAt).getTime() - 1).toISOString();

/** `有效期至2025年1月1日` */
export const validUntil = (expiresAt: string): string => `有效期至${chineseDate(lastMoment(expiresAt))}`;
