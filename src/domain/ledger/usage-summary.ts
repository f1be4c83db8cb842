import { type BeijingDay, beijingDayOf } from '../shared/beijing-time.ts';
import type { ApiCode, ApiKeyId } from '../shared/ids.ts';
import { noPoints, type Points, plus, points } from '../shared/points.ts';
import type { Entry } from './entry.ts';

/** What one API has cost on one day in Beijing. */
export type DailyUsage = {
  readonly day: BeijingDay;
  readonly apiCode: ApiCode;
  readonly calls: number;
  readonly points: Points;
  /** Given back on that day, for calls of that day or an earlier one. */
  readonly returned: Points;
};
export type UsageFilter = {
  /** Null: of all keys. */
  readonly keyId: ApiKeyId | null;
  readonly from: Date;
};

export const USAGE_DAYS = { usual: 7, longest: 30 } as const;

/** From the entries of an account, by day and API. `PostgresPointsLedger` does the same; a contract test keeps them equal. */
export function usageByDay(entries: readonly Entry[], { keyId, from }: UsageFilter): DailyUsage[] {
  const days = new Map<string, DailyUsage>();
  for (const entry of entries) {
    const { call, kind, at } = entry;
    if (!call || at < from || (keyId !== null && call.keyId !== keyId)) continue;
    if (kind !== 'consume' && kind !== 'reverse') continue;
    const [day, apiCode] = [beijingDayOf(at), call.apiCode];
    const known = days.get(`${day} ${apiCode}`) ?? { day, apiCode, calls: 0, points: noPoints, returned: noPoints };
    days.set(`${day} ${apiCode}`, withEntry(known, entry));
  }
  return [...days.values()].sort((a, b) => (`${a.day} ${a.apiCode}` < `${b.day} ${b.apiCode}` ? -1 : 1));
}

function withEntry(known: DailyUsage, { kind, call, part, change }: Entry): DailyUsage {
  if (kind === 'reverse') return { ...known, returned: plus(known.returned, points(change)) };
  const calls = part === 1 ? (call?.quantity ?? 0) : 0;
  return { ...known, calls: known.calls + calls, points: plus(known.points, points(-change)) };
}
