import { readInstant } from './ledger/read-options.ts';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30m`, `24h` and `7d` ago, or an instant, or a day in Beijing; told once the database has told the time. */
export function readSince(text: string): (now: Date) => Date {
  const [, count, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined) {
    const instant = readInstant(text);
    return () => instant;
  }
  const agoMs = Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  return (now) => new Date(now.getTime() - agoMs);
}
