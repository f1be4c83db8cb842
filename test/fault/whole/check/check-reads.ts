import { counted, exactly, type Figure } from '../../figure.ts';
import type { Entry } from '../history.ts';
import type { SaidBalance, SaidStatement } from '../load/look.ts';
import type { SaidUsage } from '../load/spend.ts';
import { callsOf, type ReportedCall } from './calls-of.ts';
import type { Evidence, Line } from './evidence.ts';
import { groupedBy } from './grouped-by.ts';

/** Instants of the journal are rounded to milliseconds. */
const ROUNDING_MS = 2;

type Journal = readonly Line[];
type Acknowledged = { readonly endedAt: number; readonly seq: number };

/**
 * Every balance and every statement that was read while others wrote is one that the account has had: not older than what the
 * reader could know, and whole.
 */
export function checkReads(evidence: Evidence): Figure[] {
  const journals = groupedBy(evidence.lines, ({ user }) => user);
  const known = acknowledgedBy(callsOf(evidence));
  const answered = (what: Entry['what']) =>
    evidence.history.filter((each) => each.what === what && each.status === 200);
  const roundingMs = ROUNDING_MS + evidence.clocksApartMs;
  const [balances, statements] = [answered('balance'), answered('statement')];
  const couldBe = (entry: Entry, is: (seq: number, journal: Journal) => boolean): boolean => {
    const journal = journals.get(entry.user ?? '') ?? [];
    const [from, to] = possible(entry, journal, known.get(entry.user ?? '') ?? [], roundingMs);
    for (let seq = to; seq >= from; seq--) if (is(seq, journal)) return true;
    return false;
  };
  const isBalance = (entry: Entry) =>
    couldBe(entry, (seq, journal) => balanceAt(journal, seq) === (entry.said as SaidBalance).available);
  const isStatement = (entry: Entry): boolean => {
    const said = entry.said as SaidStatement;
    return isChain(said) && couldBe(entry, (seq, journal) => isPageAt(said, seq, journal));
  };
  return [
    counted('balances read', balances.length),
    exactly('balances that the account never had then', balances.filter((each) => !isBalance(each)).length, 0),
    counted('statements read', statements.length),
    exactly('statements that do not add up', statements.filter((each) => !isStatement(each)).length, 0),
  ];
}

const balanceAt = (journal: Journal, seq: number): number | undefined =>
  seq === 0 ? 0 : journal[seq - 1]?.balanceAfter;

/** The line that must have been seen, and the last one that can have been. */
function possible(
  { sentAt, endedAt }: Entry,
  journal: Journal,
  known: readonly Acknowledged[],
  roundingMs: number,
): [number, number] {
  let [from, to] = [0, journal.length];
  for (const each of known) if (each.endedAt < sentAt) from = Math.max(from, each.seq);
  while (to > 0 && (journal[to - 1] as Line).at > (endedAt ?? sentAt) + roundingMs) to -= 1;
  return [from, to];
}

/** Newest first: each line follows from the one below it, and the lowest of all from nothing. */
const isChain = ({ lines, isWhole }: SaidStatement): boolean =>
  lines.every(({ points, balance_after }, nth) => {
    const before = lines[nth + 1]?.balance_after ?? (isWhole ? 0 : balance_after - points);
    return before + points === balance_after;
  });

const isPageAt = ({ lines: [newest] }: SaidStatement, seq: number, journal: Journal): boolean =>
  seq === (newest?.seq ?? 0) && balanceAt(journal, seq) === (newest?.balance_after ?? 0);

/** What each user could know: the last line of every call that was acknowledged. */
function acknowledgedBy(calls: readonly ReportedCall[]): ReadonlyMap<string, readonly Acknowledged[]> {
  const byUser = new Map<string, Acknowledged[]>();
  for (const [user, own] of groupedBy(calls, (call) => call.user)) {
    const acknowledged = own.flatMap(({ tries, lines }) => {
      const first = tries.find(({ status, said }) => status === 200 && (said as SaidUsage).allowed);
      const seq = lines.at(-1)?.seq;
      return first?.endedAt && seq !== undefined ? [{ endedAt: first.endedAt, seq }] : [];
    });
    byUser.set(user, acknowledged);
  }
  return byUser;
}
