import type { Knex } from 'knex';

const TABLES = [
  'audit.events',
  ...['identity.users', 'identity.wechat_identities', 'identity.sessions'],
  ...['identity.login_tickets', 'identity.external_users', 'identity.checkout_sessions', 'identity.checkout_orders'],
  ...['identity.followers', 'identity.follower_events'],
  ...['identity.avatars', 'identity.message_consents', 'identity.notices', 'identity.low_points_marks'],
  ...['identity.closings', 'identity.closed_identities'],
  ...['ordering.orders', 'ordering.payment_attempts', 'ordering.order_events', 'ordering.payment_inbox'],
  ...['ordering.invoice_titles', 'ordering.invoices', 'ordering.invoice_events'],
  'ordering.deliveries',
  ...['ordering.refunds', 'ordering.bill_days', 'ledger.freezes'],
  ...['ordering.bill_lines', 'ordering.reconciliations', 'ordering.reconciliation_differences'],
  ...['ledger.accounts', 'ledger.lots', 'ledger.entries', 'ledger.holds', 'ledger.adjustments'],
  ...['keyvault.api_keys', 'keyvault.services', 'keyvault.service_tokens', 'keyvault.signing_secrets'],
  ...['webhooks.endpoints', 'webhooks.secrets', 'webhooks.events', 'webhooks.deliveries', 'webhooks.attempts'],
  'catalog.products',
  ...['catalog.packages', 'catalog.promotions', 'catalog.sold_apis', 'catalog.sold_api_prices'],
];

/** How many rows each table has, and how many points are unspent: the same before and after means nothing was written. */
export async function rowCounts(knex: Knex): Promise<Record<string, string>> {
  const counts = TABLES.map((table) => `select '${table}' as what, count(*) as n from ${table}`);
  const sums = [
    `select 'points', coalesce(sum(remaining), 0) from ledger.lots_now`,
    `select 'used points', coalesce(sum(points_total), 0) from keyvault.key_meters`,
    `select 'used calls', coalesce(sum(calls_today) + sum(calls_in_window), 0) from keyvault.key_meters`,
    `select 'enabled keys', count(*) from keyvault.api_keys where enabled`,
  ];
  const { rows } = (await knex.raw([...counts, ...sums].join(' union all '))) as {
    rows: { what: string; n: bigint }[];
  };
  return Object.fromEntries(rows.map(({ what, n }) => [what, String(n)]));
}
