import type { Order } from '../../domain/ordering/order.ts';
import { type Refund, type RefundedPayment, refundsOf } from '../../domain/ordering/refund.ts';
import {
  decideProgress,
  findExcess,
  findForeign,
  type RefundMismatch,
  type RefundNews,
} from '../../domain/ordering/refund-progress.ts';
import { hasPaid, knownPayment } from '../../domain/ordering/refunded-payment.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import type { RaisedAlarm } from '../shared/alarm.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { tellOfRefund } from '../webhooks/tell-of-refund.ts';
import type { TellNeeds } from '../webhooks/tell-webhooks.ts';
import { keepFoundRefund } from './keep-found-refund.ts';
import { type MoveNeeds, moveRefund } from './move-refund.ts';

export type ApplyNeeds = MoveNeeds | 'clock' | TellNeeds;
export type ApplyOutcome = {
  /** `unknown_payment`: the number is ours, but as far as we know nothing has been paid with it. */
  readonly kind: 'noted' | 'mismatch' | 'unknown_order' | 'unknown_payment';
  readonly alarms: readonly RaisedAlarm[];
};

/** What the provider says of a refund, inside a transaction that may have more to do. */
export async function applyRefundWithin(
  stores: Pick<Stores, ApplyNeeds>,
  ids: IdSource,
  news: RefundNews,
  cause: Cause,
): Promise<ApplyOutcome> {
  const about = await lookUp(stores, news);
  if (about.kind !== 'ours') return refuse(about.kind, about.mismatch, news, cause);
  const { order, known } = about;
  // Nothing went back, and nobody here has asked for it.
  if (!known && news.refund.status === 'closed') return { kind: 'noted', alarms: [] };
  const told = { cause, at: await stores.clock.now() };
  const { refund, alarms } = known
    ? { refund: known, alarms: [] }
    : await keepFoundRefund(stores, ids, { ...about, told: news.refund }, told);
  const progress = decideProgress(refund, news.refund, told.at);
  if (progress.kind === 'mismatch') return refuse('mismatch', progress.mismatch, news, cause);
  if (progress.kind !== 'moved') return { kind: 'noted', alarms };
  const moved = progress.refund;
  const more = await moveRefund(stores, order, moved, told);
  if (moved.status === 'succeeded' && hasPaid(moved.payment, order)) await tellOfRefund(stores, ids, order, moved);
  return { kind: 'noted', alarms: [...alarms, ...more] };
}

type About =
  | {
      readonly kind: 'ours';
      readonly order: Order;
      readonly payment: RefundedPayment;
      /** All of the order. */
      readonly refunds: readonly Refund[];
      /** Null: it was made elsewhere. */
      readonly known: Refund | null;
    }
  | { readonly kind: Exclude<ApplyOutcome['kind'], 'noted'>; readonly mismatch: RefundMismatch };

/** Locks the order and the refund that are told of. */
async function lookUp(stores: Pick<Stores, 'orders' | 'refunds'>, news: RefundNews): Promise<About> {
  const { outTradeNo, outRefundNo } = news.refund;
  const found = await stores.orders.lock(outTradeNo);
  if (!found) return { kind: 'unknown_order', mismatch: { field: 'order', expected: 'ours', actual: 'unknown' } };
  const { order, attempt } = found;
  const known = await stores.refunds.lock(outRefundNo);
  const refunds = await stores.refunds.listOf(order.id);
  const payment = known?.payment ?? knownPayment(order, attempt, refunds);
  if (!payment) {
    return { kind: 'unknown_payment', mismatch: { field: 'payment', expected: 'paid', actual: order.status } };
  }
  const mismatch = findForeign(payment, news) ?? findExcess(payment, refundsOf(refunds, payment), news.refund);
  return mismatch ? { kind: 'mismatch', mismatch } : { kind: 'ours', order, payment, refunds, known };
}

function refuse(kind: About['kind'] & ApplyOutcome['kind'], mismatch: RefundMismatch, news: RefundNews, cause: Cause) {
  const { outRefundNo, outTradeNo } = news.refund;
  const detail = { outRefundNo, outTradeNo, cause, ...mismatch };
  return { kind, alarms: [{ alarm: 'refund_mismatch' as const, detail }] };
}
