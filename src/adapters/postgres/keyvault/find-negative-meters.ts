import type { Knex } from 'knex';
import type { AccountId, ApiKeyId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';

type Row = { readonly user_id: AccountId; readonly key_id: ApiKeyId };

/** Meters that count less than nothing, of all users or of this one. */
export async function findNegativeMeters(db: Knex, of: AccountId | null) {
  const rows = await rowsOf<Row>(
    db,
    `select user_id, key_id from keyvault.key_meters
     where least(calls_today, points_today, points_total, calls_in_window) < 0 and (?::uuid is null or user_id = ?::uuid)
     order by user_id, key_id`,
    [of, of],
  );
  return rows.map(({ user_id, key_id }) => ({ accountId: user_id, keyId: key_id }));
}
