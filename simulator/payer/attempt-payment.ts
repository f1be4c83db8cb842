import type { Context } from '../context.ts';
import { randomDigits } from '../crypto/random-text.ts';
import { findOrCreateUser } from '../login/find-or-create-user.ts';
import { composePaymentNotification } from '../notifications/compose-notification.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { newTransactionId } from '../pay/new-prepay.ts';
import { isFresh, isPaid, isPastPayTime, type Order, type Payment, tradeStateOf } from '../state/order.ts';

export type Refusal = { readonly kind: 'refused'; readonly status: 404 | 409; readonly message: string };
export type Paid = { readonly kind: 'paid'; readonly transactionId: string };
export type Recorded = { readonly kind: 'recorded' };

const conflict = (message: string): Refusal => ({ kind: 'refused', status: 409, message });

/** Why the order cannot be paid now by anybody; the texts are those a payer sees. */
export function refusePayment(order: Order, nowMs: number): string | undefined {
  const tradeState = tradeStateOf(order, nowMs);
  if (isPaid(tradeState)) return '该订单已支付';
  if (tradeState === 'CLOSED') return '该订单已关闭';
  if (isPastPayTime(order, nowMs)) return '该订单已过支付截止时间';
  return undefined;
}

/** The person at the cashier. The first who scans a Native order is the only one who may pay it. */
function payerOf(context: Context, order: Order, openid: string | undefined): string | Refusal {
  const bound = order.payerOpenid ?? order.attempts[0]?.openid;
  const payer = openid ?? bound ?? findOrCreateUser(context, 'scanner').openid;
  if (bound !== undefined && payer !== bound) return conflict('商家订单信息有误：该订单只能由同一微信用户支付');
  if (!context.store.world.userNameByOpenid.has(payer)) return conflict('该openid不属于此小程序');
  return payer;
}

type Cashier = { readonly kind: 'open'; readonly order: Order; readonly openid: string };

function openCashier(
  context: Context,
  outTradeNo: string,
  openid: string | undefined,
  despiteClose = false,
): Cashier | Refusal {
  const order = context.store.world.orders.get(outTradeNo);
  if (!order) return { kind: 'refused', status: 404, message: '订单不存在' };
  const refusal = refusePayment(order, context.now());
  if (refusal && !(despiteClose && order.payment === null)) return conflict(refusal);
  const latest = order.prepays.at(-1);
  if (!latest || !isFresh(latest, context.now())) return conflict('预支付会话已超过2小时，请重新下单');
  const payer = payerOf(context, order, openid);
  return typeof payer === 'string' ? { kind: 'open', order, openid: payer } : payer;
}

export type PayChoice = {
  readonly openid?: string | undefined;
  readonly notify?: boolean | undefined;
  /** The payer was typing the password when the order was closed, or its time ran out: reported to get through at times. */
  readonly despiteClose?: boolean | undefined;
  readonly couponFen?: number | undefined;
};

/** WeChat's coupons pay a part: something is always left for the payer. */
function paymentOf(order: Order, openid: string, couponFen: number, paidAtMs: number): Payment | Refusal {
  const payment = { transactionId: newTransactionId(paidAtMs), openid, paidAtMs };
  if (couponFen === 0) return payment;
  if (couponFen >= order.amountFen) return conflict('代金券金额必须小于订单金额');
  return { ...payment, coupon: { couponId: randomDigits(11), stockId: randomDigits(8), amountFen: couponFen } };
}

/** The payer enters the password. Payment and notification are one change; the first delivery starts at once. */
export function payOrder(context: Context, notifier: Notifier, outTradeNo: string, choice: PayChoice): Paid | Refusal {
  const cashier = openCashier(context, outTradeNo, choice.openid, choice.despiteClose);
  if (cashier.kind === 'refused') return cashier;
  const payment = paymentOf(cashier.order, cashier.openid, choice.couponFen ?? 0, context.now());
  if ('kind' in payment) return payment;
  const notification = composePaymentNotification(context, cashier.order, payment, choice.notify === false);
  context.store.record({ kind: 'order_paid', outTradeNo, payment, notification });
  notifier.deliverDue();
  return { kind: 'paid', transactionId: payment.transactionId };
}

/** Nothing happens to the order: it stays NOTPAY, and WeChat tells the merchant nothing. */
export function failToPay(
  context: Context,
  outTradeNo: string,
  attempt: {
    readonly outcome: 'cancelled' | 'failed';
    readonly reason: string | null;
    readonly openid?: string | undefined;
  },
): Recorded | Refusal {
  const cashier = openCashier(context, outTradeNo, attempt.openid);
  if (cashier.kind === 'refused') return cashier;
  const { outcome, reason } = attempt;
  context.store.record({
    kind: 'payment_attempted',
    outTradeNo,
    attempt: { outcome, reason, openid: cashier.openid, atMs: context.now() },
  });
  return { kind: 'recorded' };
}
