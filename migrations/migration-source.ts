import type { Knex } from 'knex';
import * as identity from './0001_identity.ts';
import * as catalog from './0002_catalog.ts';
import * as ordering from './0003_ordering.ts';
import * as ledger from './0004_ledger.ts';
import * as keyvault from './0005_keyvault.ts';
import * as promotions from './0006_promotions.ts';
import * as ledgerFreezes from './0007_ledger_freezes.ts';
import * as gateways from './0008_gateways.ts';
import * as refunds from './0009_refunds.ts';
import * as sessionKeys from './0010_session_keys.ts';
import * as invoices from './0011_invoices.ts';
import * as deliveries from './0012_deliveries.ts';
import * as fastLedger from './0013_fast_ledger.ts';
import * as holds from './0015_holds.ts';
import * as books from './0016_books.ts';
import * as audit from './0017_audit.ts';
import * as officialAccount from './0018_official_account.ts';
import * as profilesAndNotices from './0019_profiles_and_notices.ts';
import * as externalUsers from './0020_external_users.ts';
import * as accountClosing from './0021_account_closing.ts';
import * as refusedCalls from './0022_refused_calls.ts';
import * as checkoutTerms from './0023_checkout_terms.ts';
import * as webhooks from './0024_webhooks.ts';
import * as reconciliation from './0025_reconciliation.ts';
import * as roles from './0026_roles.ts';
import * as englishNames from './0027_english_names.ts';
import * as requestLimits from './0028_request_limits.ts';
import * as traceLookups from './0029_trace_lookups.ts';
import * as redemptionCodes from './0030_redemption_codes.ts';

const migrations: readonly { readonly name: string; readonly migration: Knex.Migration }[] = [
  { name: '0001_identity', migration: identity },
  { name: '0002_catalog', migration: catalog },
  { name: '0003_ordering', migration: ordering },
  { name: '0004_ledger', migration: ledger },
  { name: '0005_keyvault', migration: keyvault },
  { name: '0006_promotions', migration: promotions },
  { name: '0007_ledger_freezes', migration: ledgerFreezes },
  { name: '0008_gateways', migration: gateways },
  { name: '0009_refunds', migration: refunds },
  { name: '0010_session_keys', migration: sessionKeys },
  { name: '0011_invoices', migration: invoices },
  { name: '0012_deliveries', migration: deliveries },
  { name: '0013_fast_ledger', migration: fastLedger },
  { name: '0015_holds', migration: holds },
  { name: '0016_books', migration: books },
  { name: '0017_audit', migration: audit },
  { name: '0018_official_account', migration: officialAccount },
  { name: '0019_profiles_and_notices', migration: profilesAndNotices },
  { name: '0020_external_users', migration: externalUsers },
  { name: '0021_account_closing', migration: accountClosing },
  { name: '0022_refused_calls', migration: refusedCalls },
  { name: '0023_checkout_terms', migration: checkoutTerms },
  { name: '0024_webhooks', migration: webhooks },
  { name: '0025_reconciliation', migration: reconciliation },
  { name: '0026_roles', migration: roles },
  { name: '0027_english_names', migration: englishNames },
  { name: '0028_request_limits', migration: requestLimits },
  { name: '0029_trace_lookups', migration: traceLookups },
  { name: '0030_redemption_codes', migration: redemptionCodes },
];

/**
 * A list, not a folder scan: the recorded name has no file ending, so that it does not matter how the code is
 * run.
 */
export const migrationSource: Knex.MigrationSource<(typeof migrations)[number]> = {
  getMigrations: async () => [...migrations],
  getMigrationName: ({ name }) => name,
  getMigration: async ({ migration }) => migration,
};
