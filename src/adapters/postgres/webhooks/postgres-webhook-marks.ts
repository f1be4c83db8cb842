import type { Knex } from 'knex';
import type { UserId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import type { HeardType } from '../../../domain/webhooks/event.ts';
import type { LowPointsMark, ToldMark, WebhookMarks } from '../../../domain/webhooks/webhook-stores.ts';
import { lockName, rowsOf } from '../rows.ts';

type MarkRow = { user_id: UserId; level: bigint | null };

export class PostgresWebhookMarks implements WebhookMarks {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lock(type: HeardType): Promise<void> {
    return lockName(this.#db, `webhooks:${type}`);
  }

  async lowPointsOf(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Points | null>> {
    const sql = 'select * from webhooks.low_points_marks where user_id = any(?::uuid[])';
    const rows = await rowsOf<MarkRow>(this.#db, sql, [userIds as never]);
    return new Map(rows.map((row) => [row.user_id, row.level === null ? null : points(row.level)]));
  }

  async putLowPoints(marks: readonly LowPointsMark[]): Promise<void> {
    const sql = `insert into webhooks.low_points_marks (user_id, level) select * from unnest(?::uuid[], ?::bigint[])
                 on conflict (user_id) do update set level = excluded.level`;
    await rowsOf(this.#db, sql, [marks.map(({ userId }) => userId) as never, marks.map(({ level }) => level) as never]);
  }

  async noteTold(type: HeardType, told: readonly ToldMark[]): Promise<ReadonlySet<string>> {
    const sql = `insert into webhooks.told (type, key, user_id, forget_at)
                 select ?, * from unnest(?::text[], ?::uuid[], ?::timestamptz[])
                 on conflict (type, key) do nothing returning key`;
    const columns = [told.map(({ key }) => key), told.map(({ userId }) => userId), told.map((each) => each.forgetAt)];
    const rows = await rowsOf<{ key: string }>(this.#db, sql, [type, ...(columns as never[])]);
    return new Set(rows.map(({ key }) => key));
  }

  async forgetTold(now: Date): Promise<void> {
    await this.#db('webhooks.told').where('forget_at', '<=', now).delete();
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#db('webhooks.told').where({ user_id: userId }).delete();
    await this.#db('webhooks.low_points_marks').where({ user_id: userId }).delete();
  }
}
