import type { Knex } from 'knex';

const TABLES = [
  ...['identity.users', 'identity.wechat_identities', 'identity.sessions'],
  ...['ordering.orders', 'ordering.payment_attempts', 'ordering.order_events', 'ordering.payment_inbox'],
  ...['ledger.accounts', 'ledger.lots', 'ledger.consumptions', 'ledger.entries'],
  ...['keyvault.api_keys', 'keyvault.services', 'catalog.packages', 'catalog.sold_apis'],
];

/** How many rows each table has, and how many points are unspent: the same before and after means nothing was written. */
export async function rowCounts(knex: Knex): Promise<Record<string, string>> {
  const counts = TABLES.map((table) => `select '${table}' as what, count(*) as n from ${table}`);
  const sums = [
    `select 'points', coalesce(sum(remaining), 0) from ledger.lots`,
    `select 'enabled keys', count(*) from keyvault.api_keys where enabled`,
  ];
  const { rows } = (await knex.raw([...counts, ...sums].join(' union all '))) as {
    rows: { what: string; n: bigint }[];
  };
  return Object.fromEntries(rows.map(({ what, n }) => [what, String(n)]));
}
