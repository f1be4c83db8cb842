import { partsOf, two } from '../../../miniprogram/app/shared/beijing.ts';
import { chineseDate, lastMoment } from '../../../miniprogram/app/shared/dates.ts';
import type { Language } from '../texts/language.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The last day on which it is good, in Beijing: `2027年11月27日`, `27 Nov 2027`. */
export function lastDay(expiresAt: string, language: Language): string {
  const last = lastMoment(expiresAt);
  if (language === 'zh') return chineseDate(last);
  const { year, month, day } = partsOf(new Date(last));
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** What is left, as a clock shows it: `29:59`; never below `00:00`. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
