import type { OutTradeNo } from '../shared/ids.ts';
import type { Delivery } from './delivery.ts';
import type { SettledOrder } from './order.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import { totalPoints } from './settlement.ts';

/** A report that a provider is still to get; `tries` have failed. */
export type OwedReport = { readonly outTradeNo: OutTradeNo; readonly owedSince: Date; readonly tries: number };

export type ReportEnd =
  | { readonly state: 'done' }
  /** The provider will never take it, or does not want it. */
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'given_up' };

/** Port. What is owed to providers that want to hear of deliveries, one report per payment. */
export interface Deliveries {
  owe(report: OwedReport, dueAt: Date): Promise<void>;
  /** Reports that are due, locked; those that another transaction holds are left out. */
  takeDue(now: Date, limit: number): Promise<OwedReport[]>;
  scheduleReport(outTradeNo: OutTradeNo, tries: number, at: Date): Promise<void>;
  /** True once: the caller is to tell a person that this report is late. */
  claimAlarm(outTradeNo: OutTradeNo, now: Date): Promise<boolean>;
  end(outTradeNo: OutTradeNo, end: ReportEnd, at: Date): Promise<void>;
  stateOf(outTradeNo: OutTradeNo): Promise<ReportEnd | { readonly state: 'pending' } | null>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RETRY_DELAYS_MS = [MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS];
/** WeChat's other side learns of a payment up to a minute later. */
const FIRST_DELAY_MS = MINUTE_MS;
const LATE_AFTER_MS = 6 * HOUR_MS;
const GIVE_UP_AFTER_MS = 7 * 24 * HOUR_MS;

export const firstReportAt = (paidAt: Date): Date => new Date(paidAt.getTime() + FIRST_DELAY_MS);

/** When to try again, after `tries` that failed. */
export function nextReportAt(tries: number, now: Date): Date {
  return new Date(now.getTime() + (RETRY_DELAYS_MS[Math.min(tries, RETRY_DELAYS_MS.length) - 1] as number));
}

/** Late enough that a person should look: money stays frozen at the provider until it is told. */
export const isLate = ({ owedSince }: OwedReport, now: Date): boolean =>
  now.getTime() - owedSince.getTime() >= LATE_AFTER_MS;

export const isHopeless = ({ owedSince }: OwedReport, now: Date): boolean =>
  now.getTime() - owedSince.getTime() >= GIVE_UP_AFTER_MS;

export const deliveryOf = (order: SettledOrder, { gateway, intent }: PaymentAttempt): Delivery => ({
  outTradeNo: order.outTradeNo,
  transactionId: order.transactionId,
  gateway,
  payerOpenid: intent.payerOpenid,
  description: `${order.terms.packageName} ${totalPoints(order)}点*1`,
});
