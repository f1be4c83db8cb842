import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { type EntryRow, type LotRow, toEntry, toLot } from '../../src/adapters/postgres/ledger/rows.ts';
import { CHAIN_START, chainedHash } from '../../src/domain/ledger/chain.ts';
import type { Entry } from '../../src/domain/ledger/entry.ts';
import { compareDrawOrder, type Lot } from '../../src/domain/ledger/lot.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { AccountId, LotId } from '../../src/domain/shared/ids.ts';
import type { Sha256 } from '../../src/domain/shared/sha256.ts';

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

type Head = { last_seq: bigint; balance: bigint; last_at: Date | null; hash: string };
export type Books = { readonly lots: readonly Lot[]; readonly entries: readonly Entry[]; readonly head: Head };
export type OpenLot = { readonly id: LotId; readonly left: bigint; readonly expiresAt: Date };

type AccountRow = Omit<Head, 'hash'> & { id: AccountId; hash: Buffer } & {
  lot_id: LotId | null;
  lot_left: bigint | null;
  lot_expires_at: Date | null;
};

const sorted = (lots: readonly Lot[]): Lot[] => [...lots].sort((a, b) => (a.id < b.id ? -1 : 1));
const NO_HEAD = { last_seq: 0n, balance: 0n, last_at: null, hash: CHAIN_START };

type Found = { readonly books: Books; readonly openLot: OpenLot | null };
type OfAccount = { account_id: AccountId };

/** What PostgreSQL has of these accounts, in one round trip; `openLot`: from which the fast path may draw. */
export async function actualBooks(knex: Knex, accounts: readonly AccountId[]): Promise<Found[]> {
  const ids = `('${accounts.join("','")}')`;
  const answers = await knex.raw(`
    select * from ledger.entries where account_id in ${ids} order by account_id, seq;
    select * from ledger.lots_now where account_id in ${ids} and remaining > 0;
    select * from ledger.accounts where id in ${ids}`);
  const entries: (EntryRow & OfAccount)[] = answers[0].rows;
  const lots: (LotRow & OfAccount)[] = answers[1].rows;
  const rows: AccountRow[] = answers[2].rows;
  return accounts.map((account) => {
    const row = rows.find(({ id }) => id === account);
    const isOurs = ({ account_id }: OfAccount): boolean => account_id === account;
    const head = row
      ? { last_seq: row.last_seq, balance: row.balance, last_at: row.last_at, hash: row.hash.toString('hex') }
      : NO_HEAD;
    const books = { lots: sorted(lots.filter(isOurs).map(toLot)), entries: entries.filter(isOurs).map(toEntry), head };
    return { books, openLot: toOpenLot(row) };
  });
}

const toOpenLot = (row: AccountRow | undefined): OpenLot | null =>
  row?.lot_id && row.lot_left !== null && row.lot_expires_at
    ? { id: row.lot_id, left: row.lot_left, expiresAt: row.lot_expires_at }
    : null;

/**
 * What the rule has. Write-offs get their names at random on both sides: here they get those of `actual`, and the chain is
 * calculated anew.
 */
export async function expectedBooks(rule: PointsLedger, account: AccountId, actual: readonly Entry[]): Promise<Books> {
  const names = new Map<string, string>();
  // A name by chance is nobody else's.
  const taken = new Set(actual.filter(({ kind }) => kind !== 'expire').map(({ causeId }) => causeId));
  const entries: Entry[] = [];
  for (const [index, { hash: _, ...entry }] of (await rule.listEntries(account)).entries()) {
    const isNamedByChance = entry.kind === 'expire';
    const given = actual[index]?.causeId;
    if (isNamedByChance && !names.has(entry.causeId)) {
      names.set(entry.causeId, given === undefined || taken.has(given) ? entry.causeId : given);
    }
    const renamed = { ...entry, causeId: isNamedByChance ? (names.get(entry.causeId) as string) : entry.causeId };
    entries.push({ ...renamed, hash: chainedHash(entries.at(-1)?.hash ?? CHAIN_START, renamed, sha256) });
  }
  const last = entries.at(-1);
  return {
    lots: sorted(await rule.listLots(account)),
    entries,
    head: last ? { last_seq: last.seq, balance: last.balanceAfter, last_at: last.at, hash: last.hash } : NO_HEAD,
  };
}

/** The lot that pays next: nothing else may be open. */
export function nextToPay(lots: readonly Lot[]): OpenLot | null {
  const [first] = lots.filter(({ remaining }) => remaining > 0n).sort(compareDrawOrder);
  return first ? { id: first.id, left: first.remaining, expiresAt: first.expiresAt } : null;
}

class Undo extends Error {}

/** Nothing of it stays, so that one database serves all runs. */
export async function undone(knex: Knex, work: (trx: Knex.Transaction) => Promise<void>): Promise<void> {
  const done = knex.transaction(async (trx) => {
    await work(trx);
    throw new Undo();
  });
  await done.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}
