import type { Knex } from 'knex';
import {
  type DueEntry,
  type InboxEntry,
  type InboxOutcome,
  type InboxSubject,
  nextTryAt,
  type PaymentInbox,
  type Taken,
} from '../../../domain/ordering/payment-inbox.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { takeDueNotificationsSql } from './take-due.sql.ts';

type InboxRow = {
  notification_id: string;
  subject: unknown;
  content: string;
  received_at: Date;
  outcome: InboxOutcome | null;
};

export class PostgresPaymentInbox implements PaymentInbox {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add({ notificationId, subject, content, receivedAt }: InboxEntry): Promise<boolean> {
    const row = await firstRow(
      this.#db,
      `insert into ordering.payment_inbox (notification_id, subject, content, received_at, next_try_at)
       values (?, ?, ?, ?, ?) on conflict (notification_id) do nothing returning notification_id`,
      [notificationId, JSON.stringify(subject), content, receivedAt, nextTryAt(0, receivedAt)],
    );
    return row !== null;
  }

  async take(notificationId: string): Promise<Taken> {
    // Without a lock first: repetitions of what is handled must not be in each other's way.
    const found = await this.#find(notificationId, '');
    if (found?.outcome) return { kind: 'handled', outcome: found.outcome };
    const row = await this.#find(notificationId, 'for no key update skip locked');
    if (!row) return { kind: 'busy' };
    return row.outcome ? { kind: 'handled', outcome: row.outcome } : { kind: 'taken', entry: toEntry(row) };
  }

  async takeDue(now: Date, limit: number): Promise<DueEntry[]> {
    const rows = await rowsOf<{ notification_id: string; tries: number }>(this.#db, takeDueNotificationsSql, [
      now,
      limit,
    ]);
    return rows.map((row) => ({ notificationId: row.notification_id, tries: row.tries }));
  }

  async scheduleTry(notificationId: string, tries: number, at: Date): Promise<void> {
    await this.#db('ordering.payment_inbox')
      .where({ notification_id: notificationId, handled_at: null })
      .update({ tries, next_try_at: at });
  }

  async finish(notificationId: string, outcome: InboxOutcome, at: Date): Promise<void> {
    await this.#db('ordering.payment_inbox')
      .where({ notification_id: notificationId })
      .update({ outcome, handled_at: at, next_try_at: null });
  }

  #find(notificationId: string, lock: '' | 'for no key update skip locked'): Promise<InboxRow | null> {
    const sql = `select * from ordering.payment_inbox where notification_id = ? ${lock}`;
    return firstRow<InboxRow>(this.#db, sql, [notificationId]);
  }
}

const toEntry = (row: InboxRow): InboxEntry => ({
  notificationId: row.notification_id,
  subject: toSubject(row.subject),
  content: row.content,
  receivedAt: row.received_at,
});

const INSTANTS = new Set(['paidAt', 'succeededAt']);

/** Written by this file; JSON has no dates. */
export const toSubject = (stored: unknown): InboxSubject =>
  JSON.parse(JSON.stringify(stored), (name, value: unknown) =>
    INSTANTS.has(name) && typeof value === 'string' ? new Date(value) : value,
  ) as InboxSubject;
