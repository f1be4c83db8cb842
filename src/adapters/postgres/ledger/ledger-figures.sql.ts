import { dueSql, NOW } from '../figures-moment.ts';

/** Rows: name, label, value. */
export const ledgerFiguresSql = /* sql */ `
select 'ledger_seal_age_seconds', null,
  coalesce(extract(epoch from ${NOW} - (select sealed_at from ledger.seals order by no desc limit 1)), -1)::float8
union all ${dueSql('expire-lots', 'ledger.lots where remaining > 0', 'expires_at')}
union all ${dueSql('release-expired-holds', "ledger.holds where state = 'open'", 'release_at')}`;
