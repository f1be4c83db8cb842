import type { Knex } from 'knex';
import type { ExternalUser, ExternalUsers } from '../../../domain/identity/external-user.ts';
import type { ServiceId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName } from '../rows.ts';

export class PostgresExternalUsers implements ExternalUsers {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lock(serviceId: ServiceId, externalId: string): Promise<void> {
    return lockName(this.#db, `identity:external:${serviceId}:${externalId}`);
  }

  async find(serviceId: ServiceId, externalId: string): Promise<UserId | null> {
    const sql = 'select user_id from identity.external_users where service_id = ? and external_id = ?';
    return (await firstRow<{ user_id: UserId }>(this.#db, sql, [serviceId, externalId]))?.user_id ?? null;
  }

  async add({ serviceId, externalId, userId, createdAt }: ExternalUser): Promise<void> {
    const row = { service_id: serviceId, external_id: externalId, user_id: userId, created_at: createdAt };
    await this.#db('identity.external_users').insert(row);
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#db('identity.external_users').where({ user_id: userId }).delete();
  }
}
