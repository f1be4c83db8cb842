import { couponFenOf } from '../state/order.ts';
import { type Refund, statusOf } from '../state/refund.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import type { PaidOrder } from './paid-order.ts';

const receivedBy = { channel: 'ORIGINAL', user_received_account: '支付用户零钱' };

function successTime(refund: Refund): { success_time?: string } {
  const end = refund.ends.at(-1);
  return end?.status === 'SUCCESS' ? { success_time: beijingRfc3339(end.atMs) } : {};
}

function describeAmount({ amountFen: totalFen, payment }: PaidOrder, refund: Refund) {
  return {
    total: totalFen,
    refund: refund.amountFen,
    ...(refund.sources.length > 0 ? { from: refund.sources } : {}),
    payer_total: totalFen - couponFenOf(payment),
    payer_refund: refund.amountFen - refund.discountFen,
    settlement_refund: refund.amountFen,
    settlement_total: totalFen,
    discount_refund: refund.discountFen,
    currency: 'CNY',
    refund_fee: refund.feeFen,
  };
}

/** COUPON: it was paid for beforehand, so that the merchant pays it back. */
function describePromotion({ payment: { coupon } }: PaidOrder, { discountFen }: Refund) {
  if (!coupon) return {};
  const { couponId, amountFen } = coupon;
  const promotion = { promotion_id: couponId, scope: 'GLOBAL', type: 'COUPON' };
  return { promotion_detail: [{ ...promotion, amount: amountFen, refund_amount: discountFen }] };
}

/** The object of the answers to a refund and to its query. */
export const describeRefund = (order: PaidOrder, refund: Refund) => ({
  refund_id: refund.refundId,
  out_refund_no: refund.outRefundNo,
  transaction_id: order.payment.transactionId,
  out_trade_no: order.outTradeNo,
  ...receivedBy,
  ...successTime(refund),
  create_time: beijingRfc3339(refund.createdAtMs),
  status: statusOf(refund),
  funds_account: refund.fundsAccount,
  amount: describeAmount(order, refund),
  ...describePromotion(order, refund),
});

/** The plain text of a notification: fewer fields, and another name for the state. */
export function describeRefundEnd(mchid: string, order: PaidOrder, refund: Refund) {
  const { total, refund: refunded, payer_total, payer_refund } = describeAmount(order, refund);
  return {
    mchid,
    transaction_id: order.payment.transactionId,
    out_trade_no: order.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: statusOf(refund),
    ...successTime(refund),
    user_received_account: receivedBy.user_received_account,
    amount: { total, refund: refunded, payer_total, payer_refund },
  };
}
