import type { Knex } from 'knex';
import { type Binding, rowsOf } from '../rows.ts';

/**
 * Adds a row of the catalog, or brings the one with the same `code` to `columns`; `identity` is used for a new row only. The
 * row is locked afterwards, changed or not.
 */
export async function putRow(
  db: Knex,
  table: 'catalog.products' | 'catalog.packages' | 'catalog.promotions' | 'catalog.sold_apis',
  identity: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, Binding>>,
): Promise<void> {
  const all = { ...identity, ...columns };
  const marks = Object.keys(all).map(() => '?');
  const changed = Object.keys(columns).map((name) => `${name} = excluded.${name}`);
  await rowsOf(
    db,
    `insert into ${table} (${Object.keys(all).join(', ')}) values (${marks.join(', ')})
     on conflict (code) do update set ${changed.join(', ')}, updated_at = now()`,
    Object.values(all),
  );
}
