import type { Knex } from 'knex';
import { type ApiKey, ERASED_KEY_NAME } from '../../../domain/keyvault/api-key.ts';
import type { KeyMeter } from '../../../domain/keyvault/key-meter.ts';
import type { ApiKeys, TokenDigest } from '../../../domain/keyvault/key-stores.ts';
import type { ApiKeyId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import { type ApiKeyRow, fromApiKey, fromMeter, METER_COLUMNS, type MeterRow, toApiKey, toMeter } from './rows.ts';

type Owned = Pick<ApiKey, 'id' | 'userId'>;

export class PostgresApiKeys implements ApiKeys {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockOwner(userId: UserId): Promise<void> {
    return lockName(this.#db, `keyvault:${userId}`);
  }

  async add(key: ApiKey, digest: TokenDigest): Promise<void> {
    const bytes = Buffer.from(digest, 'hex');
    await this.#db('keyvault.api_keys').insert({ ...fromApiKey(key), digest: bytes, updated_at: key.createdAt });
    await rowsOf(
      this.#db,
      `insert into keyvault.key_meters (key_id, user_id, day) values (?, ?, (?::timestamptz at time zone 'Asia/Shanghai')::date)`,
      [key.id, key.userId, key.createdAt],
    );
  }

  async findByDigest(digest: TokenDigest): Promise<ApiKey | null> {
    const bytes = Buffer.from(digest, 'hex');
    const row = await firstRow<ApiKeyRow>(this.#db, 'select * from keyvault.api_keys where digest = ?', [bytes]);
    return row && toApiKey(row);
  }

  async find(id: ApiKeyId): Promise<ApiKey | null> {
    const row = await firstRow<ApiKeyRow>(
      this.#db,
      'select * from keyvault.api_keys where id = ? and deleted_at is null',
      [id],
    );
    return row && toApiKey(row);
  }

  async listOf(userId: UserId): Promise<ApiKey[]> {
    const sql = `select * from keyvault.api_keys where user_id = ? and deleted_at is null
                 order by created_at desc, id desc`;
    return (await rowsOf<ApiKeyRow>(this.#db, sql, [userId])).map(toApiKey);
  }

  async save(key: ApiKey, at: Date): Promise<void> {
    const { id, user_id: _owner, hint: _hint, created_at: _made, ...changing } = fromApiKey(key);
    await this.#db('keyvault.api_keys')
      .where({ id, deleted_at: null })
      .update({ ...changing, updated_at: at });
  }

  async remove(id: ApiKeyId, at: Date): Promise<void> {
    await this.#db('keyvault.api_keys')
      .where({ id, deleted_at: null })
      .update({ digest: null, enabled: false, deleted_at: at, updated_at: at });
  }

  async removeAllOf(userId: UserId, at: Date): Promise<ApiKeyId[]> {
    const removed = (await this.listOf(userId)).map(({ id }) => id);
    for (const id of removed) await this.remove(id, at);
    const erased = { name: ERASED_KEY_NAME, networks: null, updated_at: at };
    await this.#db('keyvault.api_keys').where({ user_id: userId }).update(erased);
    return removed;
  }

  async deletedAmong(userId: UserId, ids: readonly ApiKeyId[]): Promise<ApiKeyId[]> {
    const rows = await this.#db('keyvault.api_keys')
      .where({ user_id: userId })
      .whereIn('id', [...ids])
      .whereNotNull('deleted_at')
      .select('id');
    return rows.map(({ id }) => id);
  }

  async listExpiring(
    userIds: readonly UserId[],
    { now, until }: { readonly now: Date; readonly until: Date },
  ): Promise<ApiKey[]> {
    const sql = `select * from keyvault.api_keys
                 where user_id = any(?::uuid[]) and deleted_at is null and enabled and successor_id is null
                   and expires_at > ? and expires_at <= ?
                 order by expires_at, id`;
    return (await rowsOf<ApiKeyRow>(this.#db, sql, [userIds as never, now, until])).map(toApiKey);
  }

  async listNames(userId: UserId): Promise<Map<ApiKeyId, string>> {
    const rows = await this.#db('keyvault.api_keys').where({ user_id: userId }).select('id', 'name');
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async meterOf({ id, userId }: Owned): Promise<KeyMeter> {
    const sql = `select ${METER_COLUMNS} from keyvault.key_meters where key_id = ? and user_id = ?`;
    return toMeter((await firstRow<MeterRow>(this.#db, sql, [id, userId])) as MeterRow);
  }

  async saveMeter({ id, userId }: Owned, meter: KeyMeter): Promise<void> {
    await this.#db('keyvault.key_meters').where({ key_id: id, user_id: userId }).update(fromMeter(meter));
  }

  async listMeters(userId: UserId): Promise<Map<ApiKeyId, KeyMeter>> {
    const sql = `select ${METER_COLUMNS} from keyvault.key_meters where user_id = ?`;
    return new Map((await rowsOf<MeterRow>(this.#db, sql, [userId])).map((row) => [row.key_id, toMeter(row)]));
  }
}
