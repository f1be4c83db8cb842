/** Noon in Beijing. Tests count from here. */
export const NOON = new Date('2026-01-15T04:00:00.000Z');

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;

export const msAfter = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);
/** An instant as a clock in Beijing shows it: `2026-01-31 23:59:59.999`. */
export const beijing = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`);
