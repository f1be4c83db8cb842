import type { Context } from '../context.ts';
import { describeRefund } from '../refunds/describe-refund.ts';
import { isPaidOrder } from '../refunds/paid-order.ts';
import { type Refund, statusOf } from '../state/refund.ts';
import { describeNotification, timeOrNull } from './describe-notification.ts';

/** A refund as WeChat holds it: what the merchant may read, and what it may not. */
export function describeHeldRefund({ store: { world } }: Context, refund: Refund) {
  const order = world.orders.get(refund.outTradeNo);
  const notification = world.notifications.get(refund.notificationIds.at(-1) ?? '');
  return {
    ...(order && isPaidOrder(order) ? describeRefund(order, refund) : {}),
    origin: refund.origin,
    reason: refund.reason,
    notify_url: refund.notifyUrl,
    ends_at: statusOf(refund) === 'PROCESSING' ? timeOrNull(refund.endsAtMs) : null,
    notification: notification ? describeNotification(notification) : null,
  };
}
