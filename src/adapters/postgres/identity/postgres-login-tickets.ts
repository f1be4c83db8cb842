import type { Knex } from 'knex';
import type { LoginTicket } from '../../../domain/identity/login-ticket.ts';
import type { LoginTickets } from '../../../domain/identity/login-tickets.ts';
import type { LoginTicketId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import { fromTicket, type TicketRow, toTicket } from './ticket-rows.ts';

export class PostgresLoginTickets implements LoginTickets {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockClient(askedFrom: string): Promise<void> {
    return lockName(this.#db, `identity:login:${askedFrom}`);
  }

  async countWaiting(askedFrom: string, since: Date): Promise<number> {
    const row = await firstRow<{ waiting: bigint }>(
      this.#db,
      `select count(*) as waiting from identity.login_tickets
       where asked_from = ? and created_at > ? and state = 'waiting'`,
      [askedFrom, since],
    );
    return Number(row?.waiting);
  }

  async add(ticket: LoginTicket, browserSecretDigest: string): Promise<void> {
    await this.#db('identity.login_tickets').insert({
      ...fromTicket(ticket),
      browser_secret_digest: browserSecretDigest,
    });
  }

  async lockByScene(scene: string): Promise<LoginTicket | null> {
    const sql = 'select * from identity.login_tickets where scene = ? for update';
    const row = await firstRow<TicketRow>(this.#db, sql, [scene]);
    return row && toTicket(row);
  }

  async lockForBrowser(id: LoginTicketId, browserSecretDigest: string): Promise<LoginTicket | null> {
    const sql = 'select * from identity.login_tickets where id = ? and browser_secret_digest = ? for update';
    const row = await firstRow<TicketRow>(this.#db, sql, [id, browserSecretDigest]);
    return row && toTicket(row);
  }

  async save(ticket: LoginTicket): Promise<void> {
    await this.#db('identity.login_tickets').where({ id: ticket.id }).update(fromTicket(ticket));
  }

  async removeBefore(createdBefore: Date, limit: number): Promise<number> {
    const sql = `delete from identity.login_tickets where id in (
                   select id from identity.login_tickets where created_at < ? limit ? for update skip locked)
                 returning 1`;
    return (await rowsOf(this.#db, sql, [createdBefore, limit])).length;
  }
}
