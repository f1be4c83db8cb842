import type { Entry, EntryKind } from '../../../src/domain/ledger/entry.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import type { Rows } from './due-work.ts';

/** Lines of one account and cause that stand together, and the rows as they were committed with them. */
export type Deed = {
  readonly rows: Rows;
  readonly lines: readonly Entry[];
  readonly atMs: number;
  readonly causeId: string;
};

export function deedsIn(rows: Rows, entries: readonly Entry[]): Deed[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const isSame = last?.[0]?.causeId === entry.causeId && last[0].accountId === entry.accountId;
    if (last && isSame) last.push(entry);
    else groups.push([entry]);
  }
  return groups.flatMap((lines) => {
    const [first] = lines;
    return first ? [{ rows, lines, atMs: first.at.getTime(), causeId: first.causeId }] : [];
  });
}

export const sumOf = (lines: readonly Entry[]): bigint => lines.reduce((sum, { change }) => sum + change, 0n);

export function perLot(lines: readonly Entry[], wanted: EntryKind): Map<LotId, bigint> {
  const sums = new Map<LotId, bigint>();
  for (const { kind, lotId, change } of lines) if (kind === wanted) sums.set(lotId, (sums.get(lotId) ?? 0n) + change);
  return sums;
}
