import type { Knex } from 'knex';
import type { Notice, NoticeKind } from '../../../domain/identity/notice.ts';
import type { DueNotice, NoticeEnd, Notices } from '../../../domain/identity/notices.ts';
import type { NoticeId, UserId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';

type NoticeRow = {
  id: NoticeId;
  user_id: UserId;
  kind: NoticeKind;
  dedupe_key: string;
  data: Notice['data'];
  tries: number;
  created_at: Date;
};

/** Bindings: now, limit. Rows that another worker holds are left to it. */
const takeDueNoticesSql = /* sql */ `
select id, user_id, kind, dedupe_key, data, tries, created_at from identity.notices
where next_try_at <= ?
order by next_try_at limit ?
for no key update skip locked`;

export class PostgresNotices implements Notices {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add({ id, userId, kind, key, data, createdAt }: Notice, dueAt: Date): Promise<boolean> {
    const row = { id, user_id: userId, kind, dedupe_key: key, data: JSON.stringify(data), created_at: createdAt };
    const added = await this.#db('identity.notices')
      .insert({ ...row, next_try_at: dueAt })
      .onConflict(['user_id', 'kind', 'dedupe_key'])
      .ignore()
      .returning('id');
    return added.length > 0;
  }

  async takeDue(now: Date, limit: number): Promise<DueNotice[]> {
    return (await rowsOf<NoticeRow>(this.#db, takeDueNoticesSql, [now, limit])).map(toDueNotice);
  }

  async scheduleTry(id: NoticeId, tries: number, at: Date): Promise<void> {
    await this.#pending({ id }).update({ tries, next_try_at: at });
  }

  async end(id: NoticeId, end: NoticeEnd, at: Date): Promise<void> {
    const reason = end.state === 'sent' ? null : end.reason;
    await this.#pending({ id }).update({ state: end.state, reason, next_try_at: null, ended_at: at });
  }

  async hasPending(userId: UserId, kind: NoticeKind): Promise<boolean> {
    return (await this.#pending({ user_id: userId, kind }).first('id')) !== undefined;
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#db('identity.notices').where({ user_id: userId }).delete();
  }

  #pending(which: Readonly<Record<string, string>>): Knex.QueryBuilder {
    return this.#db('identity.notices').where({ ...which, state: 'pending' });
  }
}

const toDueNotice = (row: NoticeRow): DueNotice => ({
  ...{ id: row.id, userId: row.user_id, kind: row.kind, key: row.dedupe_key, data: row.data },
  ...{ tries: row.tries, createdAt: row.created_at },
});
