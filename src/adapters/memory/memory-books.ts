import type { Adjustment } from '../../domain/ledger/adjustment.ts';
import { NO_ENTRIES } from '../../domain/ledger/deed.ts';
import { availableAt } from '../../domain/ledger/past-balance.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import { deedsOf, isOnStatement } from '../../domain/ledger/statement.ts';
import { usageByDay } from '../../domain/ledger/usage-summary.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import { memoryJournal } from './memory-journal.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Books = Pick<
  PointsLedger,
  | 'headOf'
  | 'listDeeds'
  | 'usageByDay'
  | 'availableAt'
  | 'listExpired'
  | 'addAdjustment'
  | 'findAdjustment'
  | 'listAdjustments'
>;

export function memoryBooks(state: MemoryState): Books {
  const { entriesOf } = memoryJournal(state);
  const lotsOf = (accountId: AccountId) => state.lots.filter((lot) => lot.accountId === accountId);
  const find = (accountId: AccountId, isWanted: (adjustment: Adjustment) => boolean): Adjustment[] =>
    state.adjustments.filter((each) => each.accountId === accountId && isWanted(each));
  return {
    headOf: async (accountId) => {
      const last = entriesOf(accountId).at(-1);
      return last ? { seq: last.seq, balanceAfter: last.balanceAfter, hash: last.hash, at: last.at } : NO_ENTRIES;
    },
    listDeeds: async (accountId, filter, { before, limit }) =>
      deedsOf(entriesOf(accountId))
        .filter((deed) => isOnStatement(deed, filter) && (before === null || deed.seq < before))
        .reverse()
        .slice(0, limit),
    usageByDay: async (accountId, filter) => usageByDay(entriesOf(accountId), filter),
    availableAt: async (accountId, instant) => availableAt(lotsOf(accountId), entriesOf(accountId), instant),
    listExpired: async (now, { after, limit }) => {
      const expired = state.lots.filter(({ remaining, expiresAt }) => remaining > 0n && expiresAt <= now);
      const accounts = [...new Set(expired.map(({ accountId }) => accountId))].sort();
      return accounts.filter((accountId) => after === null || accountId > after).slice(0, limit);
    },
    addAdjustment: async (added) => {
      const { accountId, id, requestKey } = added;
      const known = find(
        accountId,
        (each) => each.id === id || (requestKey !== null && each.requestKey === requestKey),
      );
      refuseDuplicate(known.length > 0, 'key of an adjustment');
      state.adjustments.push(added);
    },
    findAdjustment: async (accountId, key) => find(accountId, ({ requestKey }) => requestKey === key)[0] ?? null,
    listAdjustments: async (accountId, ids) => find(accountId, ({ id }) => ids.includes(id)),
  };
}
