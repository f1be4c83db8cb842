import { partsOf, two } from './beijing';

export type Month = { readonly value: string; readonly text: string };

/** The current one and those before it: `2026-01`, `2026年1月`. */
export function lastMonths(now: Date, count: number): readonly Month[] {
  const { year, month } = partsOf(now);
  return Array.from({ length: count }, (_, back) => monthAt(year * 12 + month - 1 - back));
}

function monthAt(index: number): Month {
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  return { value: `${year}-${two(month)}`, text: `${year}年${month}月` };
}

/** In Beijing: from its first moment to that of the next one. */
export function monthRange(value: string): { readonly from: string; readonly to: string } {
  const [year = 0, month = 0] = value.split('-').map(Number);
  return { from: `${value}-01T00:00:00+08:00`, to: `${monthAt(year * 12 + month).value}-01T00:00:00+08:00` };
}
