import type { Knex } from 'knex';
import type { UserPage, UserPageWish } from '../../../domain/identity/external-user.ts';
import type { Users } from '../../../domain/identity/identity-stores.ts';
import type { SessionKey } from '../../../domain/identity/session-key.ts';
import type { User, UserStatus } from '../../../domain/identity/user.ts';
import type { WechatIdentity } from '../../../domain/identity/wechat-login.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import type { SealedText } from '../../../domain/shared/sealed-text.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';

type SessionKeyRow = { sealed: SealedText; kept_at: Date };
type UserRow = {
  id: UserId;
  nickname: string;
  avatar: string | null;
  notifications: boolean;
  status: UserStatus;
  merged_into: UserId | null;
  created_at: Date;
};

export class PostgresUsers implements Users {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockIdentity(appid: string, openid: string): Promise<void> {
    return lockName(this.#db, `identity:${appid}:${openid}`);
  }

  async lock(id: UserId): Promise<void> {
    await rowsOf(this.#db, 'select 1 from identity.users where id = ? for no key update', [id]);
  }

  async findByIdentity(appid: string, openid: string): Promise<User | null> {
    const row = await firstRow<UserRow>(
      this.#db,
      `select u.* from identity.users u join identity.wechat_identities w on w.user_id = u.id
       where w.appid = ? and w.openid = ?`,
      [appid, openid],
    );
    return row && toUser(row);
  }

  async find(id: UserId): Promise<User | null> {
    const row = await firstRow<UserRow>(this.#db, 'select * from identity.users where id = ?', [id]);
    return row && toUser(row);
  }

  async add(user: User): Promise<void> {
    await this.#db('identity.users').insert(fromUser(user));
  }

  async save(user: User): Promise<void> {
    const { id, created_at: _, ...changing } = fromUser(user);
    await this.#db('identity.users').where({ id }).update(changing);
  }

  async addIdentity(id: UserId, { appid, openid, unionid }: WechatIdentity): Promise<void> {
    await this.#db('identity.wechat_identities').insert({ appid, openid, unionid, user_id: id });
  }

  async noteUnionid({ appid, openid, unionid }: WechatIdentity): Promise<void> {
    if (unionid === null) return;
    await this.#db('identity.wechat_identities')
      .where({ appid, openid })
      .whereRaw('unionid is distinct from ?', [unionid])
      .update({ unionid });
  }

  async openidOf(id: UserId, appid: string): Promise<string | null> {
    const row = await firstRow<{ openid: string }>(
      this.#db,
      `select w.openid from identity.wechat_identities w left join identity.session_keys k using (appid, openid)
       where w.user_id = ? and w.appid = ? order by k.kept_at desc nulls last, w.openid limit 1`,
      [id, appid],
    );
    return row?.openid ?? null;
  }

  async keepSessionKey(appid: string, openid: string, { sealed, keptAt }: SessionKey): Promise<void> {
    const row = { appid, openid, sealed, kept_at: keptAt };
    await this.#db('identity.session_keys').insert(row).onConflict(['appid', 'openid']).merge(['sealed', 'kept_at']);
  }

  async sessionKeyOf(appid: string, openid: string): Promise<SessionKey | null> {
    const row: SessionKeyRow | undefined = await this.#db('identity.session_keys').where({ appid, openid }).first();
    return row ? { sealed: row.sealed, keptAt: row.kept_at } : null;
  }

  lockUnionid(unionid: string): Promise<void> {
    return lockName(this.#db, `unionid:${unionid}`);
  }

  async listByUnionid(unionid: string): Promise<User[]> {
    const sql = `select * from identity.users
                 where id in (select user_id from identity.wechat_identities where unionid = ?)
                 order by created_at, id`;
    return (await rowsOf<UserRow>(this.#db, sql, [unionid])).map(toUser);
  }

  listIdentities(id: UserId): Promise<WechatIdentity[]> {
    const sql =
      'select appid, openid, unionid from identity.wechat_identities where user_id = ? order by appid, openid';
    return rowsOf<WechatIdentity>(this.#db, sql, [id]);
  }

  moveIdentities(from: UserId, into: UserId): Promise<number> {
    return this.#db('identity.wechat_identities').where({ user_id: from }).update({ user_id: into });
  }

  async removeIdentity(appid: string, openid: string): Promise<void> {
    await this.#db('identity.wechat_identities').where({ appid, openid }).delete();
  }

  async listDuplicates(): Promise<(readonly [UserId, UserId])[]> {
    const rows = await rowsOf<{ older: UserId; younger: UserId }>(this.#db, duplicatesSql, []);
    return rows.map(({ older, younger }) => [older, younger]);
  }

  async listActive({ after, limit }: UserPageWish): Promise<UserPage> {
    const sql = `select id from identity.users
                 where status = 'active' and (?::uuid is null or id > ?::uuid) order by id limit ?`;
    const userIds = (await rowsOf<{ id: UserId }>(this.#db, sql, [after, after, limit])).map(({ id }) => id);
    return { userIds, next: userIds.length < limit ? null : (userIds.at(-1) ?? null) };
  }
}

const duplicatesSql = /* sql */ `
with present as (
  select u.id, u.created_at, w.unionid
  from identity.users u join identity.wechat_identities w on w.user_id = u.id
  where u.status in ('active', 'closing') and w.unionid is not null)
select a.id as older, b.id as younger
from present a join present b on b.unionid = a.unionid and (b.created_at, b.id) > (a.created_at, a.id)
group by a.created_at, a.id, b.created_at, b.id
order by a.created_at, a.id, b.created_at, b.id`;

const toUser = (row: UserRow): User => ({
  ...{ id: row.id, nickname: row.nickname, avatar: row.avatar, notifications: row.notifications },
  ...{ status: row.status, mergedInto: row.merged_into, createdAt: row.created_at },
});

const fromUser = (user: User): UserRow => ({
  ...{ id: user.id, nickname: user.nickname, avatar: user.avatar, notifications: user.notifications },
  ...{ status: user.status, merged_into: user.mergedInto, created_at: user.createdAt },
});
