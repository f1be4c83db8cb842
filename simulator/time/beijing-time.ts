const beijingOffsetMs = 8 * 3_600_000;

const shifted = (epochMs: number): string => new Date(epochMs + beijingOffsetMs).toISOString();

/** `2024-02-22T16:33:20+08:00`, the form of every time in WeChat Pay's answers. */
export const beijingRfc3339 = (epochMs: number): string => `${shifted(epochMs).slice(0, 19)}+08:00`;

/** `20240222163320`, as found inside WeChat's identifiers. */
export const beijingDigits = (epochMs: number): string => shifted(epochMs).slice(0, 19).replace(/\D/g, '');
