import { v4 as uuid } from 'uuid';
import type { Context } from '../context.ts';
import { sealResource } from '../crypto/seal-resource.ts';
import { describeTrade } from '../pay/describe-trade.ts';
import type { Notification } from '../state/notification.ts';
import type { Order, Payment } from '../state/order.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';

/** Id and body are made once and kept for every attempt. A withheld notification waits for the control API. */
export function composeNotification(
  { credentials: { merchant } }: Context,
  order: Order,
  payment: Payment,
  withheld: boolean,
): Notification {
  const trade = describeTrade(merchant, { ...order, payment }, payment.paidAtMs);
  const envelope = {
    id: uuid(),
    create_time: beijingRfc3339(payment.paidAtMs),
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      ...sealResource(JSON.stringify(trade), 'transaction', merchant.apiV3Key),
    },
  };
  return {
    id: envelope.id,
    outTradeNo: order.outTradeNo,
    notifyUrl: order.notifyUrl,
    body: JSON.stringify(envelope),
    createdAtMs: payment.paidAtMs,
    nextAttemptAtMs: withheld ? null : payment.paidAtMs,
    status: withheld ? 'withheld' : 'pending',
    attempts: [],
  };
}
