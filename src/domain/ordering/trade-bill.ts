import { addDays, type BeijingDay, beijingDayOf } from '../shared/beijing-time.ts';
import type { Fen } from '../shared/fen.ts';
import type { OutRefundNo, OutTradeNo, TransactionId } from '../shared/ids.ts';
import type { MilliFen } from './reconciliation/milli-fen.ts';

type RowBase = {
  readonly mchid: string;
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  /** What was charged, or asked to go back, before coupons. */
  readonly amountFen: Fen;
  /** What of it is settled with the merchant. */
  readonly settledFen: Fen;
  /** What the provider keeps; below zero where it gives a fee back. */
  readonly feeMilliFen: MilliFen;
  /** When it was paid, or the refund was accepted. */
  readonly at: Date;
};
export type PaymentRow = RowBase & { readonly kind: 'payment' };
export type RefundRow = RowBase & {
  readonly kind: 'refund';
  readonly outRefundNo: OutRefundNo;
  /** The provider's own number. */
  readonly refundId: string;
  /** As it stood when the bill was made: a bill is never corrected. */
  readonly state: 'processing' | 'succeeded' | 'closed';
};
/** A line of the provider's trade bill. It may be about another system of the same merchant. */
export type BillRow = PaymentRow | RefundRow;

/** A line of the fund bill: what a payment or a refund has moved on the merchant's account. */
export type FundRow = {
  /** The provider's number of the payment, or of the refund. */
  readonly providerNo: string;
  readonly kind: 'money' | 'fee';
  /** Above zero comes in, below goes out. */
  readonly changeFen: number;
  readonly at: Date;
};

export type OpenBill<Row> = {
  readonly kind: 'bill';
  /** All rows in their order, some at once; anew at each call. That all of it can be read is known by now. */
  batches(): AsyncIterable<readonly Row[]>;
  /** The file, as the provider's hash is of it. */
  bytes(): AsyncIterable<Uint8Array>;
  /** Lets go of the file. */
  close(): Promise<void>;
};

export type Bill<Row> =
  | OpenBill<Row>
  /** A day on which nothing happened. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'not_ready' };

/** Port. The provider's daily bills. Faults are thrown as `Unavailable`. */
export interface TradeBills {
  /** The merchant whose bills they are. */
  readonly mchid: string;
  fetch(day: BeijingDay): Promise<Bill<BillRow>>;
  fetchFunds(day: BeijingDay): Promise<Bill<FundRow>>;
}

/** Port. Which days' bills have been looked through. */
export interface BillDays {
  /** True for one caller, and again from `retryAt` on, until the day is finished. */
  claim(day: BeijingDay, now: Date, retryAt: Date): Promise<boolean>;
  finish(day: BeijingDay, at: Date): Promise<void>;
}

const MINUTE_MS = 60_000;
/** WeChat makes the bill of a day from 9:00 of the next one, and says to ask after 10:00. */
const READY_AFTER_MS = (10 * 60 + 30) * MINUTE_MS;
/** A bill that is not ready, or could not be looked through, is asked for again this much later. */
export const BILL_RETRY_MS = 30 * MINUTE_MS;
/** As many days are made up for when nothing has run. WeChat keeps bills for three months. */
const DAYS_BACK = 7;

/** The days whose bills should be there by now, oldest first. */
export function billDaysAt(now: Date): BeijingDay[] {
  const readyOn = new Date(now.getTime() - READY_AFTER_MS);
  return Array.from({ length: DAYS_BACK }, (_, index) => beijingDayOf(addDays(readyOn, index - DAYS_BACK)));
}

/** The last of them. */
export const lastBillDayAt = (now: Date): BeijingDay =>
  beijingDayOf(addDays(new Date(now.getTime() - READY_AFTER_MS), -1));
