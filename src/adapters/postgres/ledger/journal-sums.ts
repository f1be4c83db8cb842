import type { Knex } from 'knex';
import { ENTRY_KINDS, type EntryKind } from '../../../domain/ledger/entry.ts';
import { rowsOf } from '../rows.ts';

type Sums = Readonly<Record<EntryKind, number>>;
type Known = { readonly since: number; readonly until: Date; readonly sums: Sums };

/** Longer than a transaction may take: whatever bears an earlier time has been committed, or never will be. */
const SETTLED_AFTER_MS = 20_000;
const STEP_MS = 3_600_000;
const BUDGET_MS = 2_000;

/**
 * How many points the journal has moved since a time, kind by kind. A journal has no index on its times, and must not be read as
 * a whole: here, only what has been added since the last question is, found in each account that has moved by halves
 * (`ledger.seq_at`). A process that has just begun catches up hour by hour.
 */
export class JournalSums {
  readonly #db: Knex;
  #known: Known | null = null;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Null: not caught up yet; the next question goes on. */
  async since(midnight: Date, now: Date): Promise<Sums | null> {
    const target = new Date(Math.max(now.getTime() - SETTLED_AFTER_MS, midnight.getTime()));
    const giveUpAt = performance.now() + BUDGET_MS;
    let known = this.#known?.since === midnight.getTime() ? this.#known : startAt(midnight);
    while (known.until < target && performance.now() < giveUpAt) {
      const until = new Date(Math.min(known.until.getTime() + STEP_MS, target.getTime()));
      known = { ...known, until, sums: add(known.sums, await this.#between(known.until, until)) };
      this.#known = known;
    }
    return known.until < target ? null : known.sums;
  }

  async #between(after: Date, until: Date): Promise<Partial<Sums>> {
    const rows = await rowsOf<{ kind: EntryKind; points: number }>(this.#db, movedBetweenSql, [until, after]);
    return Object.fromEntries(rows.map(({ kind, points }) => [kind, points]));
  }
}

const KINDS = Object.keys(ENTRY_KINDS) as EntryKind[];
const sumsOf = (of: (kind: EntryKind) => number): Sums =>
  Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Sums;
const startAt = (midnight: Date): Known => ({ since: midnight.getTime(), until: midnight, sums: sumsOf(() => 0) });
const add = (some: Sums, more: Partial<Sums>): Sums => sumsOf((kind) => some[kind] + (more[kind] ?? 0));

/** Bindings: until, after. `offset 0` keeps the planner from reading the whole journal, to filter it afterwards. */
export const movedBetweenSql = /* sql */ `
select moved.kind::text as kind, sum(abs(moved.change))::float8 as points
from (
  select id, ledger.seq_at(id, span.after) as first, ledger.seq_at(id, span.until) as last
  from ledger.accounts, (select ?::timestamptz as until, ?::timestamptz as after) span
  where last_at > span.after
  offset 0
) account
cross join lateral (
  select entry.kind, entry.change from ledger.entries entry
  where entry.account_id = account.id and entry.seq > account.first and entry.seq <= account.last
  offset 0
) moved
group by moved.kind`;
