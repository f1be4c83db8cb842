import type { DailyUsage } from '../../domain/ledger/usage-summary.ts';
import { addDays, endOfBeijingDay } from '../../domain/shared/beijing-time.ts';
import { type ApiKeyId, accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type NamedDailyUsage = DailyUsage & { readonly apiName: string | null };
export type SummariseUsage = (
  userId: UserId,
  wanted: { readonly keyId: ApiKeyId | null; readonly days: number },
) => Promise<{ readonly from: Date; readonly usage: readonly NamedDailyUsage[] }>;

/** What calls have cost on each of the last days in Beijing, today included, by API; of one key, or of all. */
export const summariseUsage =
  ({ uow }: { readonly uow: UnitOfWork<'ledger' | 'soldApis' | 'clock'> }): SummariseUsage =>
  (userId, { keyId, days }) =>
    uow.run(async ({ ledger, soldApis, clock }) => {
      const now = await clock.now();
      const from = addDays(endOfBeijingDay(now), -days);
      const apis = await soldApis.list(now);
      const usage = await ledger.usageByDay(accountOf(userId), { keyId, from });
      const nameOf = (code: DailyUsage['apiCode']) => apis.find((api) => api.code === code)?.name ?? null;
      return { from, usage: usage.map((each) => ({ ...each, apiName: nameOf(each.apiCode) })) };
    });
