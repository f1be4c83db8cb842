import type { Knex } from 'knex';
import type { ExternalUser, ExternalUsers, UserPage, UserPageWish } from '../../../domain/identity/external-user.ts';
import type { ServiceId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';

type MappingRow = { service_id: ServiceId; external_id: string; user_id: UserId; created_at: Date };
type MappedRow = { mapped: UserId; user_id: UserId | null };

/** Bindings: user, user. */
const mappingsOfSql = /* sql */ `
with recursive same (id) as (
  select ?::uuid
  union all
  select usr.id from same join identity.users usr on usr.merged_into = same.id)
select service_id, external_id, ?::uuid as user_id, created_at
from identity.external_users where user_id in (select id from same)
order by created_at, service_id, external_id collate "C"`;

/** Bindings: services, after, after, limit. Who was merged is followed to whoever is there now; null: nobody who is active. */
const mappedUsersSql = /* sql */ `
with recursive page as (
  select distinct user_id from identity.external_users
  where service_id = any(?::uuid[]) and (?::uuid is null or user_id > ?::uuid)
  order by user_id limit ?),
way (mapped, id) as (
  select user_id, user_id from page
  union all
  select way.mapped, usr.merged_into from way join identity.users usr on usr.id = way.id where usr.merged_into is not null)
select page.user_id as mapped, found.id as user_id
from page left join lateral (
  select usr.id from way join identity.users usr on usr.id = way.id
  where way.mapped = page.user_id and usr.status = 'active') found on true
order by page.user_id`;

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

  async listOf(userId: UserId): Promise<ExternalUser[]> {
    return (await rowsOf<MappingRow>(this.#db, mappingsOfSql, [userId, userId])).map((row) => ({
      ...{ serviceId: row.service_id, externalId: row.external_id, userId: row.user_id, createdAt: row.created_at },
    }));
  }

  async listMapped(serviceIds: readonly ServiceId[], { after, limit }: UserPageWish): Promise<UserPage> {
    const rows = await rowsOf<MappedRow>(this.#db, mappedUsersSql, [serviceIds as never, after, after, limit]);
    const userIds = rows.flatMap(({ user_id }) => user_id ?? []);
    return { userIds, next: rows.length < limit ? null : (rows.at(-1)?.mapped ?? null) };
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#db('identity.external_users').where({ user_id: userId }).delete();
  }
}
