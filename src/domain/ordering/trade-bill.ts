import { addDays, type BeijingDay, beijingDayOf } from '../shared/beijing-time.ts';
import type { Fen } from '../shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../shared/ids.ts';
import type { ProviderRefund } from './payment-gateway.ts';

/** A line of the provider's bill. It may be about another system of the same merchant. */
export type BillRow =
  | {
      readonly kind: 'payment';
      readonly mchid: string;
      readonly outTradeNo: OutTradeNo;
      readonly transactionId: TransactionId;
      readonly amountFen: Fen;
      readonly paidAt: Date;
    }
  | {
      readonly kind: 'refund';
      readonly mchid: string;
      readonly transactionId: TransactionId;
      /** As it stood when the bill was made: a bill is never corrected. */
      readonly refund: ProviderRefund;
      readonly acceptedAt: Date;
    };

export type TradeBill =
  | { readonly kind: 'bill'; readonly rows: readonly BillRow[] }
  /** A day on which nothing happened. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'not_ready' };

/** Port. The provider's daily bill. Faults are thrown as `Unavailable`. */
export interface TradeBills {
  fetch(day: BeijingDay): Promise<TradeBill>;
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
