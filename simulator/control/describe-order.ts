import type { Context } from '../context.ts';
import type { DeliveryAttempt, Notification } from '../state/notification.ts';
import { type Order, type PaymentAttempt, type TradeType, tradeStateOf } from '../state/order.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { prepayLifeMs } from '../time/limits.ts';

const timeOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : beijingRfc3339(epochMs));

const describeDelivery = ({ trigger, fault, atMs, httpStatus, error }: DeliveryAttempt) => ({
  trigger,
  fault,
  at: beijingRfc3339(atMs),
  status: httpStatus,
  error,
});

export const describeNotification = (notification: Notification) => ({
  id: notification.id,
  status: notification.status,
  notify_url: notification.notifyUrl,
  next_attempt_at: timeOrNull(notification.nextAttemptAtMs),
  attempts: notification.attempts.map(describeDelivery),
});

function describePrepay(order: Order, tradeType: TradeType) {
  const latest = order.prepays.at(-1);
  if (!latest) return null;
  return {
    [tradeType === 'JSAPI' ? 'prepay_id' : 'code_url']: latest.handle,
    issued_at: beijingRfc3339(latest.issuedAtMs),
    expires_at: beijingRfc3339(latest.issuedAtMs + prepayLifeMs),
  };
}

const describeAttempt = ({ outcome, reason, openid, atMs }: PaymentAttempt) => ({
  outcome,
  reason,
  openid,
  at: beijingRfc3339(atMs),
});

/** An order as the control API shows it: WeChat's words where WeChat has one. */
export function describeOrder({ store, now }: Context, order: Order) {
  const notification = store.world.notifications.get(order.notificationId ?? '');
  return {
    out_trade_no: order.outTradeNo,
    trade_type: order.tradeType,
    trade_state: tradeStateOf(order, now()),
    description: order.description,
    amount: { total: order.amountFen, currency: 'CNY' },
    created_at: beijingRfc3339(order.createdAtMs),
    time_expire: timeOrNull(order.payableUntilMs),
    prepay: describePrepay(order, order.tradeType),
    payer: order.payment ? { openid: order.payment.openid } : null,
    transaction_id: order.payment?.transactionId ?? null,
    success_time: timeOrNull(order.payment?.paidAtMs ?? null),
    attempts: order.attempts.map(describeAttempt),
    notification: notification ? describeNotification(notification) : null,
  };
}
