import type { RateLimit } from '../api/types';
import { separated } from './money';

const UNITS: Readonly<Record<number, string>> = { 1: '每秒', 60: '每分钟', 3600: '每小时', 86400: '每天' };

/** `每分钟` */
const unitText = (seconds: number): string => UNITS[seconds] ?? `每${seconds}秒`;

/** What can be chosen, and whatever else a key has. */
export function rateUnits(seconds: number): readonly { readonly value: string; readonly text: string }[] {
  const offered = Object.keys(UNITS).map(Number);
  const all = offered.includes(seconds) ? offered : [...offered, seconds];
  return all.map((each) => ({ value: String(each), text: unitText(each) }));
}

/** `每分钟 60 次` */
export const rateText = (limit: RateLimit | null): string =>
  limit === null ? '不限' : `${unitText(limit.seconds)} ${separated(limit.calls)} 次`;
