import type { Validity } from '../../../src/domain/shared/validity.ts';

// Written anew, by counting days on a calendar, to judge the calendar of the domain.
type Day = { readonly year: number; readonly month: number; readonly day: number };

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = ({ year, month }: Omit<Day, 'day'>): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** The date in Beijing: `2028-02-29`. */
export const dayInBeijing = (ms: number): string => new Date(ms + 28_800_000).toISOString().slice(0, 10);

function dateOf(ms: number): Day {
  const [year = 0, month = 0, day = 0] = dayInBeijing(ms).split('-').map(Number);
  return { year, month, day };
}

function nextDay({ year, month, day }: Day): Day {
  if (day < lengthOf({ year, month })) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

/** The same day so many months later; the last one of that month where it has no such day. */
function monthsLater({ year, month, day }: Day, count: number): Day {
  const passed = month - 1 + count;
  const then = { year: year + Math.floor(passed / 12), month: (passed % 12) + 1 };
  return { ...then, day: Math.min(day, lengthOf(then)) };
}

function daysLater(from: Day, count: number): Day {
  let day = from;
  for (let left = count; left > 0; left--) day = nextDay(day);
  return day;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const midnightOf = ({ year, month, day }: Day): number =>
  Date.parse(`${year}-${twoDigits(month)}-${twoDigits(day)}T00:00:00+08:00`);

/** The first midnight in Beijing at or before. */
export const midnightBefore = (ms: number): number => midnightOf(dateOf(ms));

/** When points that are granted at `ms` end; those that come after a fixed end get thirty days. */
export function endOf(validity: Validity, ms: number): number {
  if (validity.kind === 'until' && ms < validity.until.getTime()) return validity.until.getTime();
  const today = dateOf(ms);
  if (validity.kind === 'months') return midnightOf(nextDay(monthsLater(today, validity.months)));
  return midnightOf(nextDay(daysLater(today, validity.kind === 'days' ? validity.days : 30)));
}
