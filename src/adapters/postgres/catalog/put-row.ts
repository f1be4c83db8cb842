import type { Knex } from 'knex';
import type { Change } from '../../../domain/catalog/catalog-stores.ts';
import { type Binding, firstRow } from '../rows.ts';

/**
 * Adds a row of the catalog, or brings the one with the same `code` to `columns`; the row itself says whether anything
 * differed. `identity` is used for a new row only.
 */
export async function putRow(
  db: Knex,
  table: 'catalog.packages' | 'catalog.sold_apis',
  identity: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, Binding>>,
): Promise<Change> {
  const names = Object.keys(columns);
  const all = { ...identity, ...columns };
  const row = await firstRow<{ added: boolean }>(
    db,
    `insert into ${table} as present (${Object.keys(all).join(', ')})
     values (${Object.keys(all)
       .map(() => '?')
       .join(', ')})
     on conflict (code) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = now()
     where (${names.map((name) => `present.${name}`).join(', ')})
       is distinct from (${names.map((name) => `excluded.${name}`).join(', ')})
     returning (xmax = 0) as added`,
    Object.values(all),
  );
  if (!row) return 'unchanged';
  return row.added ? 'added' : 'changed';
}
