import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';

/** Nothing is ever removed from these: a copy that is made later has at least as many. */
const LASTING = [
  ...['audit.events', 'identity.users', 'ledger.accounts', 'ledger.adjustments', 'ledger.entries', 'ledger.lots'],
  ...['ledger.reversals', 'ledger.seals', 'ordering.order_events', 'ordering.orders', 'ordering.refunds'],
];

export async function countRows(db: Knex): Promise<Record<string, number>> {
  const each = LASTING.map((table) => `select '${table}' as table, count(*)::int as rows from ${table}`);
  const rows = await rowsOf<{ table: string; rows: number }>(db, each.join(' union all '), []);
  return Object.fromEntries(rows.map(({ table, rows: count }) => [table, count]));
}
