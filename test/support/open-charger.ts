import {
  type ChargerSettings,
  PostgresUsageCharger,
} from '../../src/adapters/postgres/usage/postgres-usage-charger.ts';

/** The fast path on this database, as one API process has it. Who opens it stops it. */
export const openCharger = (
  { url }: { readonly url: string },
  settings: Partial<ChargerSettings> = {},
): PostgresUsageCharger =>
  new PostgresUsageCharger({
    ...{ url, acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 },
    ...settings,
  });
