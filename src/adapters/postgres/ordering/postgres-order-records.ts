import type { Knex } from 'knex';
import type {
  AttemptRecord,
  ListedOrder,
  NotificationRecord,
  OrderFilter,
  OrderRecords,
  RefundSchedule,
  ReportRecord,
} from '../../../domain/ordering/order-records.ts';
import type { OrderId, OutTradeNo } from '../../../domain/shared/ids.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { listOrders } from './list-orders.ts';
import { notificationsOfSql, orderOfMismatchSql, orderOfNumberSql } from './order-of-number.sql.ts';
import { toSubject } from './postgres-payment-inbox.ts';
import { type AttemptRow, toAttempt } from './rows.ts';

type AttemptRecordRow = AttemptRow & {
  readonly poll_count: number;
  readonly next_poll_at: Date | null;
  readonly next_close_at: Date | null;
  readonly last_checked_at: Date | null;
  readonly ended_at: Date | null;
  readonly quarantined_at: Date | null;
};
type NotificationRow = {
  readonly notification_id: string;
  readonly subject: unknown;
  readonly received_at: Date;
  readonly tries: number;
  readonly next_try_at: Date | null;
  readonly outcome: NotificationRecord['outcome'];
  readonly handled_at: Date | null;
};
type ReportRow = {
  readonly out_trade_no: OutTradeNo;
  readonly owed_since: Date;
  readonly tries: number;
  readonly state: ReportRecord['state'];
  readonly reason: string | null;
  readonly next_report_at: Date | null;
  readonly ended_at: Date | null;
};
type ScheduleRow = { readonly id: RefundSchedule['refundId']; readonly tries: number; readonly next_try_at: Date };

export class PostgresOrderRecords implements OrderRecords {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  list(filter: OrderFilter, page: Parameters<OrderRecords['list']>[1]): Promise<ListedOrder[]> {
    return listOrders(this.#db, filter, page);
  }

  async findByNumber(number: string): Promise<OrderId | null> {
    type Row = { readonly order_id: OrderId };
    const bindings = Array<string>(4).fill(number);
    const row =
      (await firstRow<Row>(this.#db, orderOfNumberSql, bindings)) ??
      (await firstRow<Row>(this.#db, orderOfMismatchSql, [number]));
    return row?.order_id ?? null;
  }

  async attemptsOf(orderId: OrderId): Promise<AttemptRecord[]> {
    const sql = 'select * from ordering.payment_attempts where order_id = ? order by seq';
    return (await rowsOf<AttemptRecordRow>(this.#db, sql, [orderId])).map(toAttemptRecord);
  }

  async notificationsOf(outTradeNos: readonly OutTradeNo[]): Promise<NotificationRecord[]> {
    return (await rowsOf<NotificationRow>(this.#db, notificationsOfSql, [outTradeNos as never])).map(toNotification);
  }

  async reportsOf(outTradeNos: readonly OutTradeNo[]): Promise<ReportRecord[]> {
    const sql = 'select * from ordering.deliveries where out_trade_no = any(?) order by owed_since, out_trade_no';
    return (await rowsOf<ReportRow>(this.#db, sql, [outTradeNos as never])).map(toReport);
  }

  async refundSchedulesOf(orderId: OrderId): Promise<RefundSchedule[]> {
    const sql = `select id, tries, next_try_at from ordering.refunds
                 where order_id = ? and next_try_at is not null order by requested_at, id`;
    const rows = await rowsOf<ScheduleRow>(this.#db, sql, [orderId]);
    return rows.map((row) => ({ refundId: row.id, tries: row.tries, nextTryAt: row.next_try_at }));
  }
}

const toAttemptRecord = (row: AttemptRecordRow): AttemptRecord => ({
  attempt: toAttempt(row),
  ...{ polls: row.poll_count, nextPollAt: row.next_poll_at, nextCloseAt: row.next_close_at },
  ...{ checkedAt: row.last_checked_at, endedAt: row.ended_at, setAsideAt: row.quarantined_at },
});

const toNotification = (row: NotificationRow): NotificationRecord => ({
  ...{ notificationId: row.notification_id, subject: toSubject(row.subject), receivedAt: row.received_at },
  ...{ tries: row.tries, nextTryAt: row.next_try_at, outcome: row.outcome, handledAt: row.handled_at },
});

const toReport = (row: ReportRow): ReportRecord => ({
  ...{ outTradeNo: row.out_trade_no, owedSince: row.owed_since, tries: row.tries, state: row.state },
  ...{ reason: row.reason, nextReportAt: row.next_report_at, endedAt: row.ended_at },
});
