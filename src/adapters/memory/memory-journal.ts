import type { Entry } from '../../domain/ledger/entry.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import { noPoints, points } from '../../domain/shared/points.ts';
import type { MemoryState, StoredLot } from './memory-state.ts';

type Posting = Pick<Entry, 'kind' | 'counterAccount' | 'change' | 'lotId' | 'causeId' | 'at'>;

/** What every movement of points does to the rows: the lots change, and entries say so. */
export function memoryJournal(state: MemoryState) {
  const entriesOf = (accountId: AccountId) => state.entries.filter((each) => each.accountId === accountId);
  return {
    entriesOf,
    post: (accountId: AccountId, posting: Posting): void => {
      const last = entriesOf(accountId).at(-1);
      const balanceBefore = last?.balanceAfter ?? noPoints;
      const balanceAfter = points(balanceBefore + posting.change);
      state.entries.push({ ...posting, accountId, seq: (last?.seq ?? 0n) + 1n, balanceBefore, balanceAfter });
    },
    changeLots: (accountId: AccountId, change: (own: readonly StoredLot[]) => StoredLot[]): void => {
      const others = state.lots.filter((lot) => lot.accountId !== accountId);
      state.lots = [...others, ...change(state.lots.filter((lot) => lot.accountId === accountId))];
    },
  };
}
