import type { Knex } from 'knex';
import {
  minuteOf,
  type NoticedRefusals,
  type RefusedCallLog,
  type RefusedCalls,
  type RefusedCallsPage,
  type RefusedCode,
} from '../../../domain/keyvault/refused-call.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';

type Row = {
  readonly key_id: ApiKeyId;
  readonly api_code: ApiCode;
  readonly code: RefusedCode;
  readonly calls: bigint;
  readonly first_at: Date;
  readonly last_at: Date;
};

export class PostgresRefusedCallLog implements RefusedCallLog {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** In one order, so that processes that write at the same time do not wait for each other in a circle. */
  async add(noticed: readonly NoticedRefusals[]): Promise<void> {
    const rows = noticed.map((each) => ({ ...each, minute: minuteOf(each.lastAt) }));
    await rowsOf(
      this.#db,
      `insert into keyvault.refused_calls as kept (user_id, key_id, api_code, code, minute, calls, first_at, last_at)
       select k.user_id, k.id, n."apiCode", n.code, n.minute, n.calls, n."firstAt", n."lastAt"
       from jsonb_to_recordset(?::jsonb) as n (digest text, "apiCode" text, code text, minute timestamptz, calls bigint,
         "firstAt" timestamptz, "lastAt" timestamptz)
       join keyvault.api_keys k on k.digest = decode(n.digest, 'hex')
       order by k.user_id, n.minute, k.id, n."apiCode", n.code
       on conflict (user_id, minute, key_id, api_code, code) do update set
         calls = kept.calls + excluded.calls,
         first_at = least(kept.first_at, excluded.first_at),
         last_at = greatest(kept.last_at, excluded.last_at)`,
      [JSON.stringify(rows)],
    );
  }

  async listOf(userId: UserId, { keyId, before, limit }: RefusedCallsPage): Promise<RefusedCalls[]> {
    const rows = await rowsOf<Row>(
      this.#db,
      `select * from keyvault.refused_calls
       where user_id = ? and (?::uuid is null or key_id = ?) and (?::timestamptz is null or last_at < ?)
       order by last_at desc, key_id, api_code, code limit ?`,
      [userId, keyId, keyId, before, before, limit],
    );
    return rows.map((row) => ({
      ...{ keyId: row.key_id, apiCode: row.api_code, code: row.code, calls: Number(row.calls) },
      ...{ firstAt: row.first_at, lastAt: row.last_at },
    }));
  }

  async removeBefore(at: Date, limit: number): Promise<number> {
    const gone = await rowsOf(
      this.#db,
      `delete from keyvault.refused_calls where ctid = any (array(
         select ctid from keyvault.refused_calls where minute < ? limit ?)) returning 1`,
      [at, limit],
    );
    return gone.length;
  }
}
