import type { Knex } from 'knex';
import type { ApiKey } from '../../../domain/keyvault/api-key.ts';
import type { ApiKeys, TokenDigest } from '../../../domain/keyvault/key-stores.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName } from '../rows.ts';

type ApiKeyRow = {
  id: ApiKeyId;
  user_id: UserId;
  hint: string;
  name: string;
  scope: ApiCode[] | null;
  enabled: boolean;
  created_at: Date;
  expires_at: Date;
};

export class PostgresApiKeys implements ApiKeys {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockOwner(userId: UserId): Promise<void> {
    return lockName(this.#db, `keyvault:${userId}`);
  }

  async add(key: ApiKey, digest: TokenDigest): Promise<void> {
    await this.#db('keyvault.api_keys').insert({
      id: key.id,
      user_id: key.userId,
      digest,
      hint: key.hint,
      name: key.name,
      scope: key.scope === 'all' ? null : [...key.scope],
      enabled: key.enabled,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      updated_at: key.createdAt,
    });
  }

  async findByDigest(digest: TokenDigest): Promise<ApiKey | null> {
    const row = await firstRow<ApiKeyRow>(this.#db, 'select * from keyvault.api_keys where digest = ?', [digest]);
    return row && toApiKey(row);
  }

  async find(id: ApiKeyId): Promise<ApiKey | null> {
    const row = await firstRow<ApiKeyRow>(this.#db, 'select * from keyvault.api_keys where id = ?', [id]);
    return row && toApiKey(row);
  }

  async listOf(userId: UserId): Promise<ApiKey[]> {
    const rows: ApiKeyRow[] = await this.#db('keyvault.api_keys')
      .where({ user_id: userId })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(toApiKey);
  }

  async setEnabled(id: ApiKeyId, enabled: boolean, at: Date): Promise<void> {
    await this.#db('keyvault.api_keys').where({ id }).update({ enabled, updated_at: at });
  }
}

const toApiKey = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  hint: row.hint,
  scope: row.scope ?? 'all',
  enabled: row.enabled,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
