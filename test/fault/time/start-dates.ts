import type { Dice } from '../dice.ts';
import { DAY_MS } from './virtual-clock.ts';

const BEIJING_MS = 8 * 3_600_000;
/** Months that end on each of 28 to 31, in leap years and others, a century that is none, and the ends of years. */
const MONTHS = [
  ...['2026-02', '2027-02', '2028-02', '2032-02', '2100-02', '2026-04', '2027-06', '2026-01', '2028-01', '2027-03'],
  ...['2026-12', '2027-12', '2028-12', '2026-08', '2027-09', '2026-10'],
];

/** An instant from which thirty days lead over the end of a month, in Beijing. */
export function startDate(dice: Dice): Date {
  const [year = 0, month = 0] = dice.pick(MONTHS).split('-').map(Number);
  const endMs = Date.UTC(year, month, 1) - BEIJING_MS;
  return new Date(endMs - Math.floor((1 + dice.next() * 28) * DAY_MS));
}
