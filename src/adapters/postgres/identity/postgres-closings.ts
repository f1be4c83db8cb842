import type { Knex } from 'knex';
import type { Closing, ObstacleCode } from '../../../domain/identity/closing.ts';
import type { Closings } from '../../../domain/identity/closings.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { firstRow, rowsOf } from '../rows.ts';

type ClosingRow = {
  user_id: UserId;
  confirmed_at: Date;
  deletes_at: Date;
  waived_at: Date | null;
  by_operator: boolean;
  next_look_at: Date;
  held_up_by: ObstacleCode[];
};

/** The one way from an identity to its digest; a blank is in neither of the two. */
const DIGEST = `sha256(convert_to(w.appid || ' ' || w.openid, 'UTF8'))`;

export class PostgresClosings implements Closings {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(userId: UserId): Promise<Closing | null> {
    const row: ClosingRow | undefined = await this.#closing(userId).first();
    return row ? toClosing(row) : null;
  }

  async put(closing: Closing): Promise<void> {
    await this.#db('identity.closings').insert(fromClosing(closing)).onConflict('user_id').merge();
  }

  async remove(userId: UserId): Promise<void> {
    await this.#closing(userId).delete();
  }

  async takeDue(now: Date, limit: number): Promise<UserId[]> {
    const sql = `select user_id from identity.closings where next_look_at <= ?
                 order by next_look_at limit ? for no key update skip locked`;
    return (await rowsOf<{ user_id: UserId }>(this.#db, sql, [now, limit])).map((row) => row.user_id);
  }

  async lookAgain(userId: UserId, at: Date): Promise<void> {
    await this.#closing(userId).update({ next_look_at: at });
  }

  async remember(userId: UserId, { at, hasPaid }: { readonly at: Date; readonly hasPaid: boolean }): Promise<void> {
    await rowsOf(
      this.#db,
      `insert into identity.closed_identities as known (digest, closed_at, has_paid)
       select ${DIGEST}, ?, ? from identity.wechat_identities w where w.user_id = ?
       on conflict (digest) do update set closed_at = excluded.closed_at, has_paid = known.has_paid or excluded.has_paid`,
      [at, hasPaid, userId],
    );
  }

  async hasPaidBefore(userId: UserId): Promise<boolean> {
    const sql = `select 1 from identity.wechat_identities w join identity.closed_identities closed on closed.digest = ${DIGEST}
                 where w.user_id = ? and closed.has_paid limit 1`;
    return (await firstRow(this.#db, sql, [userId])) !== null;
  }

  #closing(userId: UserId): Knex.QueryBuilder {
    return this.#db('identity.closings').where({ user_id: userId });
  }
}

const toClosing = (row: ClosingRow): Closing => ({
  ...{ userId: row.user_id, confirmedAt: row.confirmed_at, deletesAt: row.deletes_at, waivedAt: row.waived_at },
  ...{ byOperator: row.by_operator, nextLookAt: row.next_look_at, heldUpBy: row.held_up_by },
});

const fromClosing = (closing: Closing): ClosingRow => ({
  ...{ user_id: closing.userId, confirmed_at: closing.confirmedAt, deletes_at: closing.deletesAt },
  ...{ waived_at: closing.waivedAt, by_operator: closing.byOperator, next_look_at: closing.nextLookAt },
  held_up_by: [...closing.heldUpBy],
});
