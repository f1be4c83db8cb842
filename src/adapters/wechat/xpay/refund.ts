import type { FrozenRefund, ProviderRefund, RefundRequest } from '../../../domain/ordering/payment-gateway.ts';
import { type Fen, fen } from '../../../domain/shared/fen.ts';
import { fromSeconds, unreadable, type XpayOrder } from './find-order.ts';
import { paidPartOf } from './price-terms.ts';

type RefundBody = {
  openid: string;
  env: 0 | 1;
  order_id: string;
  refund_order_id: string;
  left_fee: number;
  refund_fee: number;
  biz_meta: string;
  refund_reason: string;
  req_from: string;
};

const otherReason = '5';
const fromElsewhere = '3';

/** WeChat's list of reasons fits none of ours, which goes where it can be read again. */
export function freezeRefund(refund: RefundRequest, env: 0 | 1): FrozenRefund {
  if (refund.payerOpenid === null) throw new Error('virtual payment: nobody in particular is to be refunded');
  const body: RefundBody = {
    openid: refund.payerOpenid,
    env,
    order_id: refund.outTradeNo,
    refund_order_id: refund.outRefundNo,
    left_fee: refund.leftFen,
    refund_fee: refund.refundFen,
    biz_meta: refund.reason,
    refund_reason: otherReason,
    req_from: fromElsewhere,
  };
  return { refund, body: JSON.stringify(body) };
}

/** The frozen text, byte for byte; where WeChat gave a coupon, with the amounts that belong to ours, the same each time. */
export function refundBody({ body, refund }: FrozenRefund, order: XpayOrder): string {
  if (order.paid_fee === order.order_fee) return body;
  const [leftFee, refundFee] = [leftIn(refund, order), feeOf(refund, order)];
  return JSON.stringify({ ...(JSON.parse(body) as RefundBody), left_fee: leftFee, refund_fee: refundFee });
}

const leftIn = ({ paidFen, leftFen }: RefundRequest, order: XpayOrder): number =>
  order.paid_fee - paidPartOf(paidFen - leftFen, order);

/** What WeChat takes for this refund, of what was paid. */
export const feeOf = (refund: RefundRequest, order: XpayOrder): number =>
  leftIn(refund, order) - leftIn({ ...refund, leftFen: fen(refund.leftFen - refund.refundFen) }, order);

/** What `query_order` says of a refund: 5 and 8 done, 7 failed for good, the rest under way. */
const statuses: ReadonlyMap<number, ProviderRefund['status']> = new Map([
  [5, 'succeeded'],
  [6, 'closed'],
  [7, 'closed'],
  [8, 'succeeded'],
]);

/** `fullFen` is what the refund comes to in the price's terms. */
export function readRefund(refund: RefundRequest, told: XpayOrder, fullFen: Fen): ProviderRefund {
  if (told.order_type === 0) throw unreadable('order that is a refund');
  const status = statuses.get(told.status) ?? 'processing';
  const succeededAt = status === 'succeeded' && told.paid_time > 0 ? fromSeconds(told.paid_time) : null;
  return { ...begun(refund, told.wx_order_id), refundFen: fullFen, status, succeededAt };
}

export const begun = ({ outRefundNo, outTradeNo, refundFen }: RefundRequest, refundId: string): ProviderRefund => ({
  ...{ outRefundNo, outTradeNo, refundId, refundFen, status: 'processing', succeededAt: null },
});
