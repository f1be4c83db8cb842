import type { Knex } from 'knex';
import type { Hold, HoldEnd } from '../../../domain/ledger/hold.ts';
import type { Holds, NewHold } from '../../../domain/ledger/holds.ts';
import type { AccountId, HoldId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { fromHold, type HoldRow, toHold } from './hold-rows.ts';

export class PostgresHolds implements Holds {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(hold: NewHold): Promise<void> {
    const sql = `select -sum(change)::bigint as points from ledger.entries
                 where cause_id = ? and account_id = ? and kind = 'hold'`;
    const held = await firstRow<{ points: bigint | null }>(this.#db, sql, [hold.id, hold.accountId]);
    await this.#db('ledger.holds').insert(fromHold(hold, points(held?.points ?? 0n)));
  }

  async find(id: HoldId): Promise<Hold | null> {
    const sql = `select held.*, entry.lot_id, -entry.change as drawn, entry.balance_after
                 from ledger.holds held
                 join ledger.entries entry
                   on entry.cause_id = held.id and entry.account_id = held.account_id and entry.kind = 'hold'
                 where held.id = ? order by entry.part`;
    return toHold(await rowsOf<HoldRow>(this.#db, sql, [id]));
  }

  async end(id: HoldId, as: HoldEnd): Promise<void> {
    const ended = await this.#db('ledger.holds')
      .where({ id, state: 'open' })
      .update({
        ...{ state: as.kind, release_at: null, ended_at: as.endedAt, available_after: as.availableAfter },
        ...(as.kind === 'captured' ? { captured_points: as.points } : { ended_by: as.why }),
      });
    if (ended !== 1) throw new Error('an open hold');
  }

  async countOpen(accountId: AccountId): Promise<number> {
    const sql = `select count(*)::int as open from ledger.holds where account_id = ? and state = 'open'`;
    return (await firstRow<{ open: number }>(this.#db, sql, [accountId]))?.open ?? 0;
  }

  async sumOpen(accountId: AccountId): Promise<Points> {
    const sql = `select coalesce(sum(points), 0)::bigint as points from ledger.holds where account_id = ? and state = 'open'`;
    return points((await firstRow<{ points: bigint }>(this.#db, sql, [accountId]))?.points ?? 0n);
  }

  async takeDue(now: Date, limit: number): Promise<HoldId[]> {
    const sql = `select id from ledger.holds where state = 'open' and release_at <= ?
                 order by release_at limit ? for no key update skip locked`;
    return (await rowsOf<{ id: HoldId }>(this.#db, sql, [now, limit])).map(({ id }) => id);
  }

  async scheduleRelease(id: HoldId, at: Date): Promise<void> {
    await this.#db('ledger.holds').where({ id, state: 'open' }).update({ release_at: at });
  }
}
