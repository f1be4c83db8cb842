import type { Context } from '../context.ts';
import { describeTrade } from '../pay/describe-trade.ts';
import type { Notification } from '../state/notification.ts';
import type { Order, Payment } from '../state/order.ts';
import { sealNotification } from './seal-notification.ts';

/** Ordinary payments notify of success only. */
export const composePaymentNotification = (
  context: Context,
  order: Order,
  payment: Payment,
  withheld: boolean,
): Notification =>
  sealNotification(context, {
    eventType: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    originalType: 'transaction',
    content: describeTrade(context.credentials.merchant, { ...order, payment }, payment.paidAtMs),
    outTradeNo: order.outTradeNo,
    notifyUrl: order.notifyUrl,
    atMs: payment.paidAtMs,
    withheld,
  });
