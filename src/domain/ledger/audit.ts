import { bytesOfHex, concatBytes, hexOf } from '../shared/bytes.ts';
import type { AccountId, LotId } from '../shared/ids.ts';
import type { Sha256 } from '../shared/sha256.ts';
import type { JudgedLine } from './audit-line.ts';
import type { CounterAccount } from './entry.ts';

/** Something in the books that cannot have come about by our own hand. */
export type Finding = {
  /** Null: of the books as a whole. */
  readonly accountId: AccountId | null;
  /** The line of the journal; null: of the account as a whole. */
  readonly seq: bigint | null;
  readonly what: FindingKind;
  /** In words, for whoever looks into it. */
  readonly detail: string;
};
export type FindingKind =
  /** Lines of the journal: not there, there beyond its end, not as they were written, or not fitting those around them. */
  | 'missing'
  | 'surplus'
  | 'changed'
  | 'balance'
  | 'time'
  | 'deed'
  | 'sign'
  | 'call'
  /** What else the account's rows say. */
  | 'no_account'
  | 'head'
  | 'lot'
  | 'held'
  | 'refunded'
  | 'adjusted'
  | 'meter'
  /** The books as a whole, and the history that was sealed. */
  | 'trial_balance'
  | 'seal'
  | 'rewritten';

/**
 * What is wrong with the lines of one account; `judged` are those with which something is, in their order. A line is blamed for
 * what is wrong with itself, and not for what a neighbour does to it: where the chain holds, the line is as it was written.
 * `endsAt`: the last line that is there, where its account has written more.
 */
export function findingsInLines(
  accountId: AccountId,
  judged: readonly JudgedLine[],
  sha256: Sha256,
  endsAt: bigint | null = null,
): Finding[] {
  const beforeGap = new Set([
    endsAt,
    ...judged.filter(({ checks }) => !checks.numbered).map((line) => line.previousSeq),
  ]);
  const bySeq = new Map(judged.map((line) => [line.seq, line]));
  const isBroken = (seq: bigint): boolean => {
    const line = bySeq.get(seq);
    if (!line || line.checks.chained || !line.checks.numbered) return false;
    // Only the hash before it is not what it was.
    const before = bySeq.get(seq - 1n);
    return !(before && !before.checks.chained && chain(before.recomputed, line, sha256) === line.hash);
  };
  return judged.flatMap((line) => {
    const finding = (what: FindingKind, detail: string, seq = line.seq): Finding => ({ accountId, seq, what, detail });
    if (!line.checks.numbered) {
      const first = (line.previousSeq ?? 0n) + 1n;
      return [finding('missing', span(first, line.seq - 1n), first)];
    }
    const odd = ODDITIES.filter(({ check }) => !line.checks[check]);
    if (isBroken(line.seq)) {
      const more = odd.map(({ detail }) => detail);
      return [finding('changed', ['it is not what was written under this number', ...more].join('; '))];
    }
    if (isBroken(line.seq - 1n) || isBroken(line.seq + 1n)) return [];
    const own = odd.filter(({ check }) => !(check === 'wholeDeed' && beforeGap.has(line.seq)));
    return own.map(({ what, detail }) => finding(what, detail));
  });
}

const chain = (previous: string, { bytes }: JudgedLine, sha256: Sha256): string =>
  hexOf(sha256(concatBytes([bytesOfHex(previous), bytesOfHex(bytes)])));

const ODDITIES = [
  { check: 'addsUp', what: 'balance', detail: 'the balance is not the one before plus the change' },
  { check: 'inTime', what: 'time', detail: 'it is earlier than the line before' },
  { check: 'wholeDeed', what: 'deed', detail: 'the lines of its deed do not stand together' },
  { check: 'signed', what: 'sign', detail: 'its kind moves points the other way' },
  { check: 'wholeCall', what: 'call', detail: 'it names a part of a call' },
] as const satisfies readonly { check: keyof JudgedLine['checks']; what: FindingKind; detail: string }[];

const span = (first: bigint, last: bigint): string =>
  first === last ? `entry ${first} is missing` : `entries ${first} to ${last} are missing`;

/** The last line that is there, where the account has written more. */
export const cutOffAt = ({ head, last }: AccountFacts): bigint | null => {
  const seq = last?.seq ?? 0n;
  return head && seq < head.seq ? seq : null;
};

type End = { readonly seq: bigint; readonly balance: bigint; readonly hash: string };

/** What the tables say about one account, beside its lines one by one. */
export type AccountFacts = {
  readonly accountId: AccountId;
  /** Null: there are entries, and no such account. */
  readonly head: End | null;
  readonly last: End | null;
  readonly movedInAll: bigint;
  /** Entries beyond the head or before the first. */
  readonly strays: { readonly count: bigint; readonly first: bigint } | null;
  readonly inLots: bigint;
  /** Lots that hold something else than the journal says; null: there is no such lot. */
  readonly oddLots: readonly { readonly lotId: LotId; readonly remaining: bigint | null; readonly moved: bigint }[];
  readonly sides: Readonly<Record<'held' | 'refunded' | 'adjusted', { journal: bigint; books: bigint }>>;
};

export function findingsInAccount({ accountId, head, last, ...facts }: AccountFacts): Finding[] {
  const found: Finding[] = [];
  const note = (what: FindingKind, detail: string, seq: bigint | null = null) =>
    found.push({ accountId, seq, what, detail });
  const { strays, inLots, movedInAll, oddLots, sides } = facts;
  if (!head) {
    note('no_account', 'there are entries of an account that does not exist', strays?.first ?? null);
    return found;
  }
  if (strays) note('surplus', `${strays.count} entries are not between 1 and ${head.seq}`, strays.first);
  const lastSeq = last?.seq ?? 0n;
  if (lastSeq < head.seq) note('missing', span(lastSeq + 1n, head.seq), lastSeq + 1n);
  if (lastSeq === head.seq && head.balance !== (last?.balance ?? 0n)) {
    note('head', `the balance is ${head.balance}, the last entry says ${last?.balance ?? 0n}`);
  }
  if (last && lastSeq === head.seq && head.hash !== last.hash) note('head', 'its hash is not that of the last entry');
  if (head.balance !== movedInAll) note('head', `the balance is ${head.balance}, the entries sum to ${movedInAll}`);
  if (head.balance !== inLots) note('lot', `the balance is ${head.balance}, the lots hold ${inLots}`);
  for (const { lotId, remaining, moved } of oddLots) {
    note(
      'lot',
      `lot ${lotId} ${remaining === null ? 'does not exist' : `holds ${remaining}`}, the entries say ${moved}`,
    );
  }
  if (sides.held.journal !== sides.held.books) {
    note('held', `${sides.held.journal} points are held, holds and freezes account for ${sides.held.books}`);
  }
  if (sides.refunded.journal !== sides.refunded.books) {
    note('refunded', `${sides.refunded.journal} points were clawed back, refunds account for ${sides.refunded.books}`);
  }
  if (sides.adjusted.journal !== sides.adjusted.books) {
    note('adjusted', `${sides.adjusted.journal} points were adjusted, by adjustments ${sides.adjusted.books}`);
  }
  return found;
}

/** What all users have, and what the counter accounts gained from them: in all nothing. */
export type TrialBalance = { readonly users: bigint; readonly counters: Readonly<Record<CounterAccount, bigint>> };

export function findingsInTrialBalance({ users, counters }: TrialBalance): Finding[] {
  const sum = Object.values(counters).reduce((all, gained) => all + gained, users);
  const detail = `users and counter accounts sum to ${sum}`;
  return sum === 0n ? [] : [{ accountId: null, seq: null, what: 'trial_balance', detail }];
}
