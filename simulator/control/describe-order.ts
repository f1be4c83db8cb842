import type { Context } from '../context.ts';
import { refundsOf } from '../refunds/paid-order.ts';
import { couponFenOf, type Order, type PaymentAttempt, type TradeType, tradeStateOf } from '../state/order.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { prepayLifeMs } from '../time/limits.ts';
import { describeHeldRefund } from './describe-held-refund.ts';
import { describeNotification, timeOrNull } from './describe-notification.ts';

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
export function describeOrder(context: Context, order: Order) {
  const { store, now } = context;
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
    coupon_fen: order.payment ? couponFenOf(order.payment) : 0,
    attempts: order.attempts.map(describeAttempt),
    notification: notification ? describeNotification(notification) : null,
    refunds: refundsOf(context.store.world, order).map((refund) => describeHeldRefund(context, refund)),
  };
}
