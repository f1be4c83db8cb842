import type { Context } from '../context.ts';
import { providedAtMs, refundStatusOf, statusOf } from './order-status.ts';
import type { Env, XpayOrder, XpayRefund } from './xpay-state.ts';

const seconds = (epochMs: number | null): number => (epochMs === null ? 0 : Math.floor(epochMs / 1000));

/** Answers number the environments from 1, requests from 0. */
const envType = (env: Env): number => env + 1;

/** The `order` of `query_order`. */
export function describeXpayOrder({ store, now }: Context, order: XpayOrder) {
  const { push } = store.world;
  const { payment } = order;
  const provided = providedAtMs(order, push);
  return {
    order_id: order.outTradeNo,
    create_time: seconds(order.createdAtMs),
    update_time: seconds(provided ?? payment?.paidAtMs ?? order.createdAtMs),
    status: statusOf(order, push, now()),
    biz_type: 0,
    order_fee: order.feeFen,
    coupon_fee: payment?.couponFen ?? 0,
    paid_fee: payment?.paidFen ?? 0,
    order_type: 0,
    refund_fee: 0,
    paid_time: seconds(payment?.paidAtMs ?? null),
    provide_time: seconds(provided),
    biz_meta: JSON.stringify({ attach: order.attach }),
    env_type: envType(order.env),
    left_fee: order.leftFen,
    wx_order_id: order.wxOrderId,
    channel_order_id: payment?.channelOrderId ?? '',
    wxpay_order_id: payment?.wxpayOrderId ?? '',
    sett_time: 0,
    sett_state: 0,
  };
}

/** The same of a refund: type 1, or 8 where Apple decided. `paid_time` is when the money went back. */
export function describeXpayRefund(refund: XpayRefund, order: XpayOrder) {
  const settledAtMs = refund.outcome === null ? null : refund.settlesAtMs;
  return {
    order_id: refund.refundOrderId,
    create_time: seconds(refund.requestedAtMs),
    update_time: seconds(settledAtMs ?? refund.requestedAtMs),
    status: refundStatusOf(refund),
    biz_type: 0,
    order_fee: order.feeFen,
    coupon_fee: 0,
    paid_fee: 0,
    order_type: refund.by === 'apple' ? 8 : 1,
    refund_fee: refund.feeFen,
    paid_time: refund.outcome === 'refunded' ? seconds(settledAtMs) : 0,
    provide_time: 0,
    biz_meta: refund.bizMeta,
    env_type: envType(order.env),
    left_fee: 0,
    wx_order_id: refund.wxOrderId,
    channel_order_id: '',
    wxpay_order_id: refund.wxpayRefundId,
    sett_time: 0,
    sett_state: 0,
  };
}
