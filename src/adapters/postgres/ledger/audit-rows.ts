import type { AccountFacts } from '../../../domain/ledger/audit.ts';
import type { JudgedLine } from '../../../domain/ledger/audit-line.ts';
import type { AccountId, LotId } from '../../../domain/shared/ids.ts';

export type LineRow = {
  readonly account_id: AccountId;
  readonly seq: bigint;
  readonly previous_seq: bigint | null;
  readonly numbered: boolean;
  readonly adds_up: boolean;
  readonly in_time: boolean;
  readonly whole_deed: boolean;
  readonly signed: boolean;
  readonly whole_call: boolean;
  readonly chained: boolean;
  readonly hash: Buffer;
  readonly recomputed: Buffer;
  readonly bytes: Buffer;
};

export const toJudgedLine = (row: LineRow): JudgedLine => ({
  ...{ seq: row.seq, previousSeq: row.previous_seq },
  ...{ hash: row.hash.toString('hex'), recomputed: row.recomputed.toString('hex'), bytes: row.bytes.toString('hex') },
  checks: {
    ...{ numbered: row.numbered, addsUp: row.adds_up, inTime: row.in_time, wholeDeed: row.whole_deed },
    ...{ signed: row.signed, wholeCall: row.whole_call, chained: row.chained },
  },
});

type OddLot = { readonly lot_id: LotId; readonly remaining: string | null; readonly moved: string };
/** Numbers as text: JSON's own are not exact. */
export type FactsJson = Readonly<
  Record<'moved_in_all' | 'in_lots' | 'held' | 'refunded' | 'adjusted', string> &
    Record<'held_books' | 'refunded_books' | 'adjusted_books', string> &
    Record<'seq' | 'balance' | 'hash' | 'journal_seq' | 'journal_balance' | 'journal_hash', string | null> &
    Record<'strays' | 'first_stray', string | null>
> & { readonly account_id: AccountId; readonly odd: readonly OddLot[] };

export const toFacts = (json: FactsJson): AccountFacts => ({
  accountId: json.account_id,
  head: toEnd(json.seq, json.balance, json.hash),
  last: toEnd(json.journal_seq, json.journal_balance, json.journal_hash),
  movedInAll: BigInt(json.moved_in_all),
  strays: json.strays === null ? null : { count: BigInt(json.strays), first: BigInt(json.first_stray as string) },
  inLots: BigInt(json.in_lots),
  oddLots: json.odd.map(({ lot_id, remaining, moved }) => ({
    ...{ lotId: lot_id, moved: BigInt(moved) },
    remaining: remaining === null ? null : BigInt(remaining),
  })),
  sides: {
    held: { journal: BigInt(json.held), books: BigInt(json.held_books) },
    refunded: { journal: BigInt(json.refunded), books: BigInt(json.refunded_books) },
    adjusted: { journal: BigInt(json.adjusted), books: BigInt(json.adjusted_books) },
  },
});

const toEnd = (seq: string | null, balance: string | null, hash: string | null): AccountFacts['head'] =>
  seq === null || balance === null || hash === null ? null : { seq: BigInt(seq), balance: BigInt(balance), hash };
