import type { Knex } from 'knex';
import type { Follower } from '../../../domain/identity/follower.ts';
import type { Followers } from '../../../domain/identity/identity-stores.ts';
import type { UserId } from '../../../domain/shared/ids.ts';

type FollowerRow = {
  appid: string;
  digest: string;
  openid: string | null;
  user_id: UserId | null;
  scene: string | null;
  subscribed_at: Date | null;
  unsubscribed_at: Date | null;
};

export class PostgresFollowers implements Followers {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(appid: string, digest: string): Promise<Follower | null> {
    const row: FollowerRow | undefined = await this.#followers.where({ appid, digest }).first();
    return row ? toFollower(row) : null;
  }

  async listOf(userId: UserId): Promise<Follower[]> {
    const rows: FollowerRow[] = await this.#followers.where({ user_id: userId }).orderBy(['appid', 'digest']);
    return rows.map(toFollower);
  }

  async save({ appid, digest, openid, userId, scene, subscribedAt, unsubscribedAt }: Follower): Promise<void> {
    const row: FollowerRow = {
      ...{ appid, digest, openid, user_id: userId, scene },
      ...{ subscribed_at: subscribedAt, unsubscribed_at: unsubscribedAt },
    };
    await this.#followers.insert(row).onConflict(['appid', 'digest']).merge();
  }

  async move(from: UserId, into: UserId): Promise<void> {
    await this.#followers.where({ user_id: from }).update({ user_id: into });
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#followers.where({ user_id: userId }).delete();
  }

  get #followers(): Knex.QueryBuilder {
    return this.#db('identity.followers');
  }
}

const toFollower = (row: FollowerRow): Follower => ({
  ...{ appid: row.appid, digest: row.digest, openid: row.openid, userId: row.user_id, scene: row.scene },
  ...{ subscribedAt: row.subscribed_at, unsubscribedAt: row.unsubscribed_at },
});
