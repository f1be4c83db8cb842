import { isSpendable } from '../../domain/ledger/lot.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import { type Points, points, sum } from '../../domain/shared/points.ts';
import type { MemoryState } from './memory-state.ts';

type Outlook = Pick<PointsLedger, 'listRemaining' | 'listExpiring'>;

export function memoryOutlook(state: MemoryState): Outlook {
  const spendable = (accountIds: readonly AccountId[], now: Date) =>
    state.lots.filter((lot) => accountIds.includes(lot.accountId) && isSpendable(lot, now));
  const heldBy = (accountId: AccountId): Points => {
    const open = state.holds.filter((each) => each.accountId === accountId && each.state.kind === 'open');
    const lines = state.entries.filter((each) => each.accountId === accountId && each.kind === 'hold');
    return sum(
      lines.filter(({ causeId }) => open.some(({ id }) => id === causeId)).map((each) => points(-each.change)),
    );
  };
  return {
    listRemaining: async (accountIds, now) => {
      const lots = spendable(accountIds, now);
      const leftOf = (accountId: AccountId): Points =>
        sum([...lots.filter((lot) => lot.accountId === accountId).map((lot) => lot.remaining), heldBy(accountId)]);
      const all = accountIds.map((accountId) => [accountId, leftOf(accountId)] as const);
      return new Map(all.filter(([, left]) => left > 0n));
    },
    listExpiring: async (accountIds, { now, until }) => {
      const byInstant = new Map<string, { accountId: AccountId; points: Points; expiresAt: Date }>();
      for (const { accountId, remaining, expiresAt } of spendable(accountIds, now)) {
        if (expiresAt > until) continue;
        const key = `${expiresAt.toISOString()} ${accountId}`;
        const before = byInstant.get(key)?.points ?? points(0n);
        byInstant.set(key, { accountId, points: sum([before, remaining]), expiresAt });
      }
      return [...byInstant].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, expiring]) => expiring);
    },
  };
}
