import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { ENTRY_KINDS, type Entry, type EntryKind } from '../../../domain/ledger/entry.ts';
import { instant, points, shownId } from '../../face/answer.ts';

const KINDS = Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]];

/** A line of the journal, with every field. */
export const EntryShape = z.strictObject({
  seq: z.string().meta({ description: 'number of the line within the account' }),
  kind: z.enum(KINDS),
  counter_account: z.string().meta({ description: 'the other side of the movement' }),
  points: points.meta({ description: 'signed: what the account gains' }),
  balance_before: points,
  balance_after: points,
  lot_id: z.uuid(),
  cause_id: z.string().meta({ description: 'the order, call, hold, refund, adjustment or write-off that caused it' }),
  part: z.int(),
  parts: z.int(),
  at: instant,
  hash: z.string(),
});
/** The same, where lines of several accounts stand together. */
export const OwnedEntryShape = EntryShape.extend({ user: shownId('usr') });

/** A line of the journal as it is, for people: number, kind, both sides, balance, lot and time. */
export const entryLine = ({ seq, kind, counterAccount, change, balanceAfter, lotId, at }: Entry): string =>
  [
    ...[String(seq).padStart(6), kind.padEnd(8), signed(change).padStart(12)],
    ...[`${counterAccount} ${signed(-change)}`.padEnd(22), `balance ${balanceAfter}`.padEnd(20)],
    ...[`lot ${lotId}`, at.toISOString()],
  ].join('  ');

export const ownedEntryLine = (entry: Entry): string => `${publicId('usr', entry.accountId)}  ${entryLine(entry)}`;

export const entryJson = (entry: Entry) => ({
  ...{ seq: String(entry.seq), kind: entry.kind, counter_account: entry.counterAccount, points: String(entry.change) },
  ...{ balance_before: String(entry.balanceBefore), balance_after: String(entry.balanceAfter) },
  ...{ lot_id: entry.lotId, cause_id: entry.causeId, part: entry.part, parts: entry.parts, at: entry.at },
  hash: entry.hash,
});

export const ownedEntryJson = (entry: Entry) => ({ user: publicId('usr', entry.accountId), ...entryJson(entry) });

export const signed = (change: bigint): string => (change > 0n ? `+${change}` : String(change));
