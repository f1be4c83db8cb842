import type { Knex } from 'knex';
import type { Payment } from '../../../domain/ordering/payment-gateway.ts';
import type { InboxEntry, InboxOutcome, PaymentInbox, Taken } from '../../../domain/ordering/payment-inbox.ts';
import { firstRow, rowsOf } from '../rows.ts';

type PaymentJson = Omit<Payment, 'paidAt'> & { readonly paidAt: string };
type InboxRow = {
  notification_id: string;
  payment: PaymentJson | null;
  content: string;
  received_at: Date;
  outcome: InboxOutcome | null;
};

export class PostgresPaymentInbox implements PaymentInbox {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add({ notificationId, payment, content, receivedAt }: InboxEntry): Promise<boolean> {
    const row = await firstRow(
      this.#db,
      `insert into ordering.payment_inbox (notification_id, payment, content, received_at) values (?, ?, ?, ?)
       on conflict (notification_id) do nothing returning notification_id`,
      [notificationId, payment && JSON.stringify(payment), content, receivedAt],
    );
    return row !== null;
  }

  async take(notificationId: string): Promise<Taken> {
    const row = await firstRow<InboxRow>(
      this.#db,
      'select * from ordering.payment_inbox where notification_id = ? for no key update skip locked',
      [notificationId],
    );
    if (!row) return { kind: 'busy' };
    return row.outcome ? { kind: 'handled', outcome: row.outcome } : { kind: 'taken', entry: toEntry(row) };
  }

  async listUnhandled(limit: number): Promise<string[]> {
    const rows = await rowsOf<{ notification_id: string }>(
      this.#db,
      'select notification_id from ordering.payment_inbox where handled_at is null order by received_at limit ?',
      [limit],
    );
    return rows.map((row) => row.notification_id);
  }

  async finish(notificationId: string, outcome: InboxOutcome, at: Date): Promise<void> {
    await this.#db('ordering.payment_inbox')
      .where({ notification_id: notificationId })
      .update({ outcome, handled_at: at });
  }
}

const toEntry = (row: InboxRow): InboxEntry => ({
  notificationId: row.notification_id,
  payment: row.payment && { ...row.payment, paidAt: new Date(row.payment.paidAt) },
  content: row.content,
  receivedAt: row.received_at,
});
