/** China has one time zone and no daylight saving, wherever the phone is. */
const OFFSET_MS = 8 * 3_600_000;

export type Parts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

export function partsOf(at: Date): Parts {
  const local = new Date(at.getTime() + OFFSET_MS);
  return {
    ...{ year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() },
    ...{ hour: local.getUTCHours(), minute: local.getUTCMinutes() },
  };
}

export const two = (value: number): string => String(value).padStart(2, '0');

/** The day that a clock in Beijing shows: `2026-01-15`. */
export function beijingDay(at: Date): string {
  const { year, month, day } = partsOf(at);
  return `${year}-${two(month)}-${two(day)}`;
}
