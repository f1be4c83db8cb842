import type { AccountId, LotId } from '../shared/ids.ts';
import { noPoints, type Points, points } from '../shared/points.ts';
import type { Sha256 } from '../shared/sha256.ts';
import { CHAIN_START, chainedHash } from './chain.ts';
import type { Draw } from './consumption.ts';
import { type CallDetails, ENTRY_KINDS, type Entry, type EntryKind } from './entry.ts';

/** One movement of a deed: so many points (at least 1) into or out of a lot, as its kind says. */
export type Line = { readonly kind: EntryKind; readonly lotId: LotId; readonly points: Points };

/** Lines that are written together and for one cause. Lines of one kind stand together. */
export type Deed = {
  readonly accountId: AccountId;
  readonly causeId: string;
  readonly lines: readonly Line[];
  readonly call: CallDetails | null;
  readonly at: Date;
};

/** The last line of an account; before the first one it holds nothing. */
export type Head = Pick<Entry, 'seq' | 'balanceAfter' | 'hash'> & { readonly at: Date | null };
export const NO_ENTRIES: Head = { seq: 0n, balanceAfter: noPoints, hash: CHAIN_START, at: null };

export const linesOf = (kind: EntryKind, draws: readonly Draw[]): Line[] =>
  draws.map(({ lotId, points: moved }) => ({ kind, lotId, points: moved }));

/** The entries that a deed adds after `head`. A deed that would leave less than nothing is a fault. */
export function entriesOf(deed: Deed, head: Head, sha256: Sha256): Entry[] {
  const at = head.at && head.at > deed.at ? head.at : deed.at;
  const entries: Entry[] = [];
  let last: Head = head;
  for (const [index, line] of deed.lines.entries()) {
    const { counterAccount, sign } = ENTRY_KINDS[line.kind];
    const entry = {
      ...{ accountId: deed.accountId, causeId: deed.causeId, lotId: line.lotId, kind: line.kind, counterAccount, at },
      ...{ seq: last.seq + 1n, change: sign * line.points, balanceBefore: last.balanceAfter },
      balanceAfter: points(last.balanceAfter + sign * line.points),
      part: deed.lines.slice(0, index + 1).filter(({ kind }) => kind === line.kind).length,
      parts: deed.lines.filter(({ kind }) => kind === line.kind).length,
      call: deed.call,
    };
    last = { ...entry, hash: chainedHash(last.hash, entry, sha256) };
    entries.push(last as Entry);
  }
  return entries;
}
