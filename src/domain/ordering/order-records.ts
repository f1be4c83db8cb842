import type { OrderId, OutTradeNo, RefundId, UserId } from '../shared/ids.ts';
import type { OwedReport, ReportEnd } from './deliveries.ts';
import type { Order } from './order.ts';
import type { OrderEvent, PlacedOrder } from './orders.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import type { InboxOutcome, InboxSubject } from './payment-inbox.ts';

/** What has happened to an order beside the usual, so that a person may want to look at it. */
export const DOUBTS = [
  'paid_late',
  'mismatch',
  'duplicate_payment',
  'refund_found',
  'refund_abnormal',
  'refund_failed',
] as const satisfies readonly OrderEvent['kind'][];
export type Doubt = (typeof DOUBTS)[number];

/** `from`, `to`: placed from this instant on, and before that one. */
export type OrderFilter = {
  readonly status?: Order['status'];
  readonly userId?: UserId;
  readonly packageCode?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly inDoubt?: true;
};

export type ListedOrder = PlacedOrder & { readonly doubts: readonly Doubt[] };

export type AttemptRecord = {
  readonly attempt: PaymentAttempt;
  /** How often the provider was asked by the schedule. */
  readonly polls: number;
  /** Null: it is not asked about any more. */
  readonly nextPollAt: Date | null;
  /** When its order is looked at to be closed. Null: never again. */
  readonly nextCloseAt: Date | null;
  /** When the buyer last had us ask. */
  readonly checkedAt: Date | null;
  readonly endedAt: Date | null;
  /** A person has to deal with it. */
  readonly setAsideAt: Date | null;
};

/** A genuine notification. One that was refused is not kept: nobody knows who sent it. */
export type NotificationRecord = {
  readonly notificationId: string;
  readonly subject: InboxSubject;
  readonly receivedAt: Date;
  readonly tries: number;
  /** Null: it is handled. */
  readonly nextTryAt: Date | null;
  readonly outcome: InboxOutcome | null;
  readonly handledAt: Date | null;
};

export type ReportRecord = OwedReport & {
  readonly state: ReportEnd['state'] | 'pending';
  /** The provider's word, where it refused. */
  readonly reason: string | null;
  readonly nextReportAt: Date | null;
  readonly endedAt: Date | null;
};

/** A refund that is to be sent or asked about; `tries`: how often that was done in its present state. */
export type RefundSchedule = { readonly refundId: RefundId; readonly tries: number; readonly nextTryAt: Date };

/** Port. What operators look up about orders. No decision depends on it. */
export interface OrderRecords {
  /** Newest first; `after` is the last one of the page before. */
  list(filter: OrderFilter, page: { readonly after: OrderId | null; readonly limit: number }): Promise<ListedOrder[]>;
  /**
   * By any number that people have at hand: ours of a payment (`out_trade_no`) or of a refund (`out_refund_no`), and the provider's
   * of a payment (`transaction_id`), one that was set aside or sent back included.
   */
  findByNumber(number: string): Promise<OrderId | null>;
  /** The first one first. */
  attemptsOf(orderId: OrderId): Promise<AttemptRecord[]>;
  /** About any of these numbers, in the order in which they came. */
  notificationsOf(outTradeNos: readonly OutTradeNo[]): Promise<NotificationRecord[]>;
  reportsOf(outTradeNos: readonly OutTradeNo[]): Promise<ReportRecord[]>;
  refundSchedulesOf(orderId: OrderId): Promise<RefundSchedule[]>;
}
