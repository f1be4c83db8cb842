import type { Entry } from '../../../domain/ledger/entry.ts';

/** A line of the journal as it is, for people: number, kind, both sides, balance, lot and time. */
export const entryLine = ({ seq, kind, counterAccount, change, balanceAfter, lotId, at }: Entry): string =>
  [
    ...[String(seq).padStart(6), kind.padEnd(8), signed(change).padStart(12)],
    ...[`${counterAccount} ${signed(-change)}`.padEnd(22), `balance ${balanceAfter}`.padEnd(20)],
    ...[`lot ${lotId}`, at.toISOString()],
  ].join('  ');

export const entryJson = (entry: Entry) => ({
  ...{ seq: String(entry.seq), kind: entry.kind, counter_account: entry.counterAccount, points: String(entry.change) },
  ...{ balance_before: String(entry.balanceBefore), balance_after: String(entry.balanceAfter) },
  ...{ lot_id: entry.lotId, cause_id: entry.causeId, part: entry.part, parts: entry.parts, at: entry.at },
  hash: entry.hash,
});

export const signed = (change: bigint): string => (change > 0n ? `+${change}` : String(change));
