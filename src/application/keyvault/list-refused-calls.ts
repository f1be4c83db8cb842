import type { RefusedCalls, RefusedCallsPage } from '../../domain/keyvault/refused-call.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type NamedRefusedCalls = RefusedCalls & { readonly keyName: string; readonly apiName: string | null };
export type ListRefusedCalls = (
  userId: UserId,
  page: RefusedCallsPage,
) => Promise<{ readonly items: readonly NamedRefusedCalls[]; readonly more: boolean }>;

/** Calls with the user's keys that were refused, counted by the minute, newest first. */
export const listRefusedCalls =
  ({ uow }: { readonly uow: UnitOfWork<'refusedCalls' | 'apiKeys' | 'soldApis' | 'clock'> }): ListRefusedCalls =>
  (userId, page) =>
    uow.run(async ({ refusedCalls, apiKeys, soldApis, clock }) => {
      const found = await refusedCalls.listOf(userId, { ...page, limit: page.limit + 1 });
      const keyNames = await apiKeys.listNames(userId);
      const apis = await soldApis.list(await clock.now());
      const items = found.slice(0, page.limit).map((refused) => ({
        ...refused,
        keyName: keyNames.get(refused.keyId) ?? '',
        apiName: apis.find(({ code }) => code === refused.apiCode)?.name ?? null,
      }));
      return { items, more: found.length > page.limit };
    });
