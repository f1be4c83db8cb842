import { createHash } from 'node:crypto';
import { type Deed, entriesOf, NO_ENTRIES } from '../../domain/ledger/deed.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import { type Points, points } from '../../domain/shared/points.ts';
import type { Sha256 } from '../../domain/shared/sha256.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** What every deed does to the rows: entries say so, and the lots change. */
export function memoryJournal(state: MemoryState) {
  const ofAccount = (accountId: AccountId): Entry[] => state.entries.filter((each) => each.accountId === accountId);
  const post = (deed: Deed): Points => {
    const before = ofAccount(deed.accountId);
    const added = entriesOf(deed, before.at(-1) ?? NO_ENTRIES, sha256);
    for (const entry of added) {
      refuseDuplicate(
        before.some(({ causeId, kind }) => causeId === entry.causeId && kind === entry.kind),
        'deed',
      );
      moveLot(state, entry);
    }
    state.entries.push(...added);
    return added.at(-1)?.balanceAfter ?? before.at(-1)?.balanceAfter ?? points(0n);
  };
  return { entriesOf: ofAccount, post };
}

function moveLot(state: MemoryState, { accountId, lotId, change }: Entry): void {
  const lot = state.lots.find((each) => each.accountId === accountId && each.id === lotId);
  if (!lot) throw new Error('a lot of the account');
  const remaining = points(lot.remaining + change);
  if (remaining > lot.granted) throw new Error('a lot never holds more than it was granted');
  state.lots = state.lots.map((each) => (each === lot ? { ...each, remaining } : each));
}
