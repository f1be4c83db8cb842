import type { Context } from '../context.ts';
import { sealNotification } from '../notifications/seal-notification.ts';
import type { Notification } from '../state/notification.ts';
import type { Refund, RefundEnd, RefundOutcome } from '../state/refund.ts';
import { describeRefundEnd } from './describe-refund.ts';
import type { PaidOrder } from './paid-order.ts';

const summaries: Readonly<Record<RefundOutcome, string>> = {
  SUCCESS: '退款成功',
  CLOSED: '退款关闭',
  ABNORMAL: '退款异常',
};

export function composeRefundNotification(
  context: Context,
  order: PaidOrder,
  refund: Refund,
  end: RefundEnd,
): Notification {
  const ended = { ...refund, ends: [...refund.ends, end] };
  return sealNotification(context, {
    eventType: `REFUND.${end.status}`,
    summary: summaries[end.status],
    originalType: 'refund',
    content: describeRefundEnd(context.credentials.merchant.mchid, order, ended),
    outTradeNo: order.outTradeNo,
    notifyUrl: refund.notifyUrl,
    atMs: end.atMs,
    withheld: !refund.notify,
  });
}
