import type { Context } from '../context.ts';
import { type Answer, refuse, succeed } from '../pay/answer.ts';
import { describeRefund } from './describe-refund.ts';
import { isPaidOrder } from './paid-order.ts';

/** `GET /v3/refund/domestic/refunds/{out_refund_no}` */
export function queryRefund({ store: { world } }: Context, outRefundNo: string): Answer {
  const refund = world.refunds.get(outRefundNo);
  const order = world.orders.get(refund?.outTradeNo ?? '');
  if (!refund || !order || !isPaidOrder(order)) return refuse(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
  return succeed(describeRefund(order, refund));
}
