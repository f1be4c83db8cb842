import type { Knex } from 'knex';
import type { LowPointsMarks } from '../../../domain/identity/notices.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';

type MarkRow = { user_id: UserId; level: bigint | null };

export class PostgresLowPointsMarks implements LowPointsMarks {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Points | null>> {
    const rows: MarkRow[] = await this.#db('identity.low_points_marks').whereIn('user_id', userIds);
    return new Map(rows.map((row) => [row.user_id, row.level === null ? null : points(row.level)]));
  }

  async put(userId: UserId, level: Points | null, at: Date): Promise<void> {
    // Knex does not know bigint, pg does.
    const row = { user_id: userId, level: level as never, noted_at: at };
    await this.#db('identity.low_points_marks').insert(row).onConflict('user_id').merge(['level', 'noted_at']);
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#db('identity.low_points_marks').where({ user_id: userId }).delete();
  }
}
