import type { GoneBack, Payment, PaymentLookup } from '../../../domain/ordering/payment-gateway.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../../../domain/shared/ids.ts';
import { fromSeconds, unreadable, type XpayOrder } from './find-order.ts';
import { pricePartOf } from './price-terms.ts';

type Known = { readonly appid: string; readonly mchid: string; readonly payerOpenid: string };

// 虚拟支付, status of an order. From 5 on something has happened to a payment that was made.
const kinds: ReadonlyMap<number, Exclude<PaymentLookup['kind'], 'unknown'>> = new Map([
  [0, 'unpaid'],
  [1, 'unpaid'],
  [2, 'paid'],
  [3, 'paid'],
  [4, 'paid'],
  [5, 'paid'],
  [6, 'closed'],
  [7, 'paid'],
  [8, 'paid'],
  [9, 'paid'],
  [10, 'paid'],
]);
const refunded: ReadonlySet<number> = new Set([5, 8]);

/** What WeChat's answer about one of our numbers means for it. Throws `Unavailable` for what is no payment. */
export function readPayment(order: XpayOrder, known: Known): Exclude<PaymentLookup, { kind: 'unknown' }> {
  const kind = order.order_type === 0 ? kinds.get(order.status) : undefined;
  if (kind === undefined) throw unreadable('order of a status that is known');
  return kind === 'paid' ? { kind, payment: toPayment(order, known), goneBack: goneBackOf(order) } : { kind };
}

function toPayment(order: XpayOrder, known: Known): Payment {
  // What was not paid through WeChat Pay (an iPhone's payment is Apple's) has a number of virtual payment's own.
  const transactionId = order.wxpay_order_id || order.wx_order_id;
  if (transactionId === '' || order.paid_time === 0) throw unreadable('order with what a payment has');
  return {
    ...known,
    outTradeNo: order.order_id as OutTradeNo,
    transactionId: transactionId as TransactionId,
    amountFen: fen(order.order_fee),
    currency: 'CNY',
    paidAt: fromSeconds(order.paid_time),
  };
}

function goneBackOf(order: XpayOrder): GoneBack {
  const amountFen = pricePartOf(Math.max(0, order.paid_fee - order.left_fee), order);
  if (amountFen > 0) return { amountFen };
  return refunded.has(order.status) ? 'something' : 'nothing';
}
