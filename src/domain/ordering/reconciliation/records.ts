import type { Fen } from '../../shared/fen.ts';
import type { OrderId, OutRefundNo, OutTradeNo, RefundId, TransactionId, UserId } from '../../shared/ids.ts';
import type { Points } from '../../shared/points.ts';
import type { Order } from '../order.ts';
import type { GatewayName } from '../payment-channel.ts';
import type { RefundOrigin, RefundStatus } from '../refund.ts';

/** What we know of one payment number. */
export type PaymentRecord = {
  readonly outTradeNo: OutTradeNo;
  readonly orderId: OrderId;
  readonly userId: UserId;
  readonly status: Order['status'];
  /** What the number was to collect. */
  readonly amountFen: Fen;
  /** The payment that came through it; null: we know of none. */
  readonly transactionId: TransactionId | null;
  /** Whether that payment paid for the order. False: it is a second one, which goes back. */
  readonly paidForOrder: boolean;
  /** What the order gives, bonus points too. */
  readonly points: Points;
};

/** What we know of one refund number. */
export type RefundRecord = {
  readonly id: RefundId;
  readonly outRefundNo: OutRefundNo;
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  readonly orderId: OrderId;
  readonly userId: UserId;
  readonly refundFen: Fen;
  readonly status: RefundStatus;
  readonly origin: RefundOrigin;
  /** Whether the payment that is paid back had paid for the order's points. */
  readonly paidForOrder: boolean;
};

/** What the ledger has done with the points of a refund. */
export type RefundedPoints = { readonly state: 'frozen' | 'released' | 'burned'; readonly points: Points };

/** What was paid in a way that this bill does not show: by virtual payment, or to another merchant number. */
export type UnbilledSales = { readonly gateway: GatewayName; readonly payments: number; readonly amountFen: Fen };

/** Up to and without `to`. */
export type Span = { readonly from: Date; readonly to: Date };

/** Port. Orders and refunds as a bill asks for them, many at once. */
export interface BilledRecords {
  paymentsOf(numbers: readonly OutTradeNo[]): Promise<ReadonlyMap<OutTradeNo, PaymentRecord>>;
  refundsOf(numbers: readonly OutRefundNo[]): Promise<ReadonlyMap<OutRefundNo, RefundRecord>>;
  /** Orders that were paid within the span to this merchant, with a payment of which no kept bill has a line. */
  paymentsWithoutLine(mchid: string, span: Span): Promise<PaymentRecord[]>;
  /**
   * Refunds that the provider has accepted within the span, of payments to this merchant, of which no kept bill has a line. One that
   * was decided before only if every bill that may have it was compared: see `earlierBillsOf`.
   */
  refundsWithoutLine(mchid: string, span: Span): Promise<RefundRecord[]>;
  /** What was paid within the span, and not to this merchant. */
  unbilled(mchid: string, span: Span): Promise<UnbilledSales[]>;
}
