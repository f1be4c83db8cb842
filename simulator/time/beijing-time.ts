const beijingOffsetMs = 8 * 3_600_000;

const shifted = (epochMs: number): string => new Date(epochMs + beijingOffsetMs).toISOString();

/** `2024-02-22T16:33:20+08:00`, the form of every time in WeChat Pay's answers. */
export const beijingRfc3339 = (epochMs: number): string => `${shifted(epochMs).slice(0, 19)}+08:00`;

/** `20240222163320`, as found inside WeChat's identifiers. */
export const beijingDigits = (epochMs: number): string => shifted(epochMs).slice(0, 19).replace(/\D/g, '');

/** `2024-02-22 16:33:20`, the form of every time in WeChat's bills. */
export const beijingClockTime = (epochMs: number): string => shifted(epochMs).slice(0, 19).replace('T', ' ');

/** `2024-02-22`: bills are of such days. */
export const beijingDay = (epochMs: number): string => shifted(epochMs).slice(0, 10);

/** When a day `yyyy-MM-dd` begins; NaN where the calendar has no such day. */
export const beijingMidnight = (day: string): number => {
  const epochMs = Date.parse(`${day}T00:00:00+08:00`);
  return beijingDayOrNothing(epochMs) === day ? epochMs : Number.NaN;
};

const beijingDayOrNothing = (epochMs: number): string => (Number.isNaN(epochMs) ? '' : beijingDay(epochMs));
