const beijingMs = 8 * 3_600_000;

/** `2026-01-31 17:07:11` of an RFC 3339 time, as bills write it. */
export const inBill = (rfc3339: string, laterSeconds = 0): string =>
  new Date(Date.parse(rfc3339) + laterSeconds * 1000 + beijingMs).toISOString().slice(0, 19).replace('T', ' ');

/** `2026-01-31`, the day in Beijing of a moment. */
export const dayOf = (epochMs: number): string => new Date(epochMs + beijingMs).toISOString().slice(0, 10);

/** Seconds from a moment to a time of day `hours`:`minutes` in Beijing, the next one after it. */
export function secondsUntil(epochMs: number, hours: number, minutes = 0): number {
  const dayMs = 24 * 3_600_000;
  const sinceMidnightMs = (epochMs + beijingMs) % dayMs;
  const wantedMs = (hours * 60 + minutes) * 60_000;
  return ((wantedMs - sinceMidnightMs + dayMs) % dayMs || dayMs) / 1000;
}
