import type { Knex } from 'knex';
import type { JudgedLine } from '../../../domain/ledger/audit-line.ts';
import type { JudgedSeal, RewrittenSpan } from '../../../domain/ledger/audit-seals.ts';
import type { AuditBatch, BooksAudit } from '../../../domain/ledger/books-audit.ts';
import type { EntryKind } from '../../../domain/ledger/entry.ts';
import type { AccountId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';
import { auditAccountsSql } from './audit-accounts.sql.ts';
import { auditLinesSql } from './audit-lines.sql.ts';
import { type FactsJson, type LineRow, toFacts, toJudgedLine } from './audit-rows.ts';
import { auditSealsSql, auditSpansSql } from './audit-seals.sql.ts';
import { type SealRow, toSeal } from './postgres-seals.ts';

type AccountsRow = {
  readonly accounts: bigint;
  readonly balance: bigint;
  readonly entries: bigint;
  readonly moved: Readonly<Record<EntryKind, string>>;
  readonly facts: readonly FactsJson[];
};
/** Which accounts: a condition on a column, whose bindings are uuids of ours and safe to write out. */
type Range = (column: string) => string;

const LAST_UUID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Each batch in a transaction of its own, in which time stands still. */
export class PostgresBooksAudit implements Omit<BooksAudit, 'negativeMeters'> {
  readonly #db: Knex;
  readonly #entriesAtOnce: bigint;
  readonly #all: boolean;

  /** `all`: sound accounts and lines too, for tests. */
  constructor(db: Knex, options: { readonly entriesAtOnce?: bigint; readonly all?: boolean } = {}) {
    this.#db = db;
    this.#entriesAtOnce = options.entriesAtOnce ?? 200_000n;
    this.#all = options.all ?? false;
  }

  async *batches(of: AccountId | null): AsyncIterable<AuditBatch> {
    if (of !== null) yield await this.#audit(only(of));
    else for await (const range of this.#ranges()) yield await this.#audit(range);
  }

  async seals(): Promise<JudgedSeal[]> {
    const rows = await rowsOf<SealRow & { readonly recomputed: Buffer }>(this.#db, auditSealsSql, []);
    return rows.map((row) => ({ ...toSeal(row), recomputed: row.recomputed.toString('hex') }));
  }

  async rewrittenSpans(of: AccountId | null): Promise<RewrittenSpan[]> {
    const range = of === null ? 'true' : only(of)('head.account_id');
    type Row = { account_id: AccountId; seal_no: bigint; sealed_at: Date; seq: bigint; since: bigint };
    const rows = await rowsOf<Row>(this.#db, auditSpansSql(range), []);
    return rows.map((row) => ({
      ...{ accountId: row.account_id, sealNo: row.seal_no, sealedAt: row.sealed_at, since: row.since, seq: row.seq },
    }));
  }

  /** Together all ids there can be: entries of accounts that do not exist are found as well. */
  async *#ranges(): AsyncIterable<Range> {
    let after: AccountId | null = null;
    for (;;) {
      const upTo: AccountId | null = await this.#endOfBatch(after);
      yield between(after, upTo ?? (LAST_UUID as AccountId));
      if (upTo === null) return;
      after = upTo;
    }
  }

  /** The account that fills the batch; null: all that are left fit in. */
  async #endOfBatch(after: AccountId | null): Promise<AccountId | null> {
    const sql = `
      select id from (
        select id, sum(last_seq + 1) over (order by id) as entries from ledger.accounts
        where ?::uuid is null or id > ?::uuid order by id limit ?
      ) so_far where entries >= ? order by id limit 1`;
    const most = this.#entriesAtOnce;
    const rows = await rowsOf<{ id: AccountId }>(this.#db, sql, [after, after, most, most]);
    return rows[0]?.id ?? null;
  }

  #audit(range: Range): Promise<AuditBatch> {
    const work = async (trx: Knex.Transaction): Promise<AuditBatch> => {
      const [row] = await rowsOf<AccountsRow>(trx, escaped(auditAccountsSql(range, this.#all)), []);
      const { accounts, balance, entries, moved, facts } = row as AccountsRow;
      const lines = await rowsOf<LineRow>(trx, escaped(auditLinesSql(range('account.id'), this.#all)), []);
      return {
        ...{ accounts, balance, entries, facts: facts.map(toFacts), lines: byAccount(lines) },
        moved: new Map(Object.entries(moved).map(([kind, change]) => [kind as EntryKind, BigInt(change)])),
      };
    };
    return this.#db.transaction(work, { isolationLevel: 'repeatable read', readOnly: true });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function quoted(id: AccountId): string {
  if (!UUID.test(id)) throw new RangeError('not the id of an account');
  return `'${id}'::uuid`;
}

const only =
  (id: AccountId): Range =>
  (column) =>
    `${column} = ${quoted(id)}`;

const between =
  (after: AccountId | null, upTo: AccountId): Range =>
  (column) =>
    `${after === null ? '' : `${column} > ${quoted(after)} and `}${column} <= ${quoted(upTo)}`;

/** knex takes a question mark for a binding. */
const escaped = (sql: string): string => sql.replaceAll('?', '\\?');

function byAccount(rows: readonly LineRow[]): Map<AccountId, JudgedLine[]> {
  const found = new Map<AccountId, JudgedLine[]>();
  for (const row of rows) {
    const lines = found.get(row.account_id) ?? [];
    found.set(row.account_id, lines);
    lines.push(toJudgedLine(row));
  }
  return found;
}
