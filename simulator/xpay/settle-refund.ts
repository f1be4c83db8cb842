import type { Context } from '../context.ts';
import { composePush } from '../push/compose-push.ts';
import type { DueItem, DueSource } from '../time/due-work.ts';
import { pushedByXpay } from './pushed-by-xpay.ts';
import type { RefundOutcome, XpayOrder, XpayRefund } from './xpay-state.ts';

const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** `xpay_refund_notify`; the sender counts `RetryTimes`. */
const refundTold = (refund: XpayRefund, order: XpayOrder, outcome: RefundOutcome, atMs: number) => ({
  OpenId: order.openid,
  WxRefundId: refund.wxOrderId,
  MchRefundId: refund.refundOrderId,
  WxOrderId: order.wxOrderId,
  MchOrderId: order.outTradeNo,
  RefundFee: refund.feeFen,
  RetCode: outcome === 'refunded' ? 0 : 1,
  RetMsg: outcome === 'refunded' ? 'success' : '退款失败',
  RefundStartTimestamp: seconds(refund.requestedAtMs),
  RefundSuccTimestamp: seconds(atMs),
  WxpayRefundTransactionId: refund.wxpayRefundId,
  RetryTimes: 0,
});

/** The money goes back, or does not: what another refund has taken meanwhile is not there any more. */
export function settleRefund(context: Context, refund: XpayRefund, atMs: number, withheld = false): void {
  const order = context.store.world.xpay.orders.get(refund.outTradeNo);
  if (!order) throw new Error(`no order ${refund.outTradeNo}`);
  const outcome = refund.feeFen <= order.leftFen ? refund.planned : 'failed';
  const event = pushedByXpay('xpay_refund_notify', refundTold(refund, order, outcome, atMs), atMs);
  const delivery = composePush(context, { ...event, withheld });
  const settled = { ...refund, outcome, settlesAtMs: atMs, deliveryId: delivery.id };
  context.store.record({ kind: 'xpay_refund_settled', refund: settled, delivery });
}

/** Refunds that the API has accepted, each settled when its time has come. */
export function dueRefunds(context: Context): DueSource {
  const refundOf = (id: string): XpayRefund => {
    const refund = context.store.world.xpay.refunds.get(id);
    if (!refund) throw new Error(`no refund ${id}`);
    return refund;
  };
  return {
    waiting: (): DueItem[] => {
      const { unsettled } = context.store.world.xpay;
      return [...unsettled].map((id) => ({ id, dueAtMs: refundOf(id).settlesAtMs }));
    },
    run: ({ id, dueAtMs }) => settleRefund(context, refundOf(id), dueAtMs),
  };
}
