import type { Entry } from '../history.ts';

/** A line of the journal, as the database has it. */
export type Line = {
  readonly user: string;
  readonly seq: number;
  readonly kind: string;
  readonly change: number;
  readonly balanceAfter: number;
  /** Milliseconds. */
  readonly at: number;
  readonly cause: string;
};
export type OrderRow = {
  readonly id: string;
  readonly user: string;
  readonly status: string;
  readonly promised: number;
  readonly amountFen: number;
  readonly paidBy: string | null;
  readonly transactionId: string | null;
};
export type RefundRow = {
  readonly id: string;
  readonly outRefundNo: string;
  readonly status: string;
  readonly refundFen: number;
  /** Of the points that it took; null: it took none. */
  readonly freeze: 'frozen' | 'released' | 'burned' | null;
  readonly points: number;
};
/** As WeChat itself has it. */
export type Payment = { readonly outTradeNo: string; readonly transactionId: string; readonly amountFen: number };
export type PaidBack = { readonly outRefundNo: string; readonly status: string; readonly refundFen: number };

/** All that is known from outside once a run is over; whoever judges it asks nobody else. */
export type Evidence = {
  /** WeChat refuses what is signed five minutes early or late. */
  readonly clocksWereMoved: boolean;
  /** By how much the database's clock was ahead of or behind this machine's at most. */
  readonly clocksApartMs: number;
  readonly history: readonly Entry[];
  readonly serviceId: string;
  readonly lines: readonly Line[];
  readonly orders: readonly OrderRow[];
  /** Which order each payment number belongs to. */
  readonly attempts: ReadonlyMap<string, string>;
  readonly refunds: readonly RefundRow[];
  readonly payments: readonly Payment[];
  readonly paidBack: readonly PaidBack[];
};
