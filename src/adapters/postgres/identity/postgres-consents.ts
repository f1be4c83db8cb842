import type { Knex } from 'knex';
import type { NoticeKind } from '../../../domain/identity/notice.ts';
import { type Consents, MOST_CONSENTS } from '../../../domain/identity/notices.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';

type CountRow = { kind: NoticeKind; available: number };

export class PostgresConsents implements Consents {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async countOf(userId: UserId): Promise<ReadonlyMap<NoticeKind, number>> {
    const rows: CountRow[] = await this.#db('identity.message_consents').where({ user_id: userId });
    return new Map(rows.map(({ kind, available }) => [kind, available]));
  }

  async add(userId: UserId, kind: NoticeKind): Promise<void> {
    await rowsOf(
      this.#db,
      `insert into identity.message_consents as consent (user_id, kind, available) values (?, ?, 1)
       on conflict (user_id, kind) do update set available = least(consent.available + 1, ?)`,
      [userId, kind, MOST_CONSENTS],
    );
  }

  async take(userId: UserId, kind: NoticeKind): Promise<void> {
    const consent = this.#db('identity.message_consents').where({ user_id: userId, kind });
    await consent.where('available', '>', 0).decrement('available', 1);
  }

  async clear(userId: UserId, kind: NoticeKind): Promise<void> {
    await this.#db('identity.message_consents').where({ user_id: userId, kind }).update({ available: 0 });
  }

  async listWilling(
    kind: NoticeKind,
    { after, limit }: { readonly after: UserId | null; readonly limit: number },
  ): Promise<UserId[]> {
    const rows = await rowsOf<{ user_id: UserId }>(
      this.#db,
      `select consent.user_id from identity.message_consents consent
       join identity.users usr on usr.id = consent.user_id and usr.status = 'active' and usr.notifications
       where consent.kind = ? and consent.available > 0 and (?::uuid is null or consent.user_id > ?::uuid)
       order by consent.user_id limit ?`,
      [kind, after, after, limit],
    );
    return rows.map((row) => row.user_id);
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#db('identity.message_consents').where({ user_id: userId }).delete();
  }
}
