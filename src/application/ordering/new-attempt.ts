import type { PendingOrder } from '../../domain/ordering/order.ts';
import type { PaymentAttempt } from '../../domain/ordering/payment-attempt.ts';
import type { PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';

/** Stands in the payer's bill. */
const DESCRIPTION = 'API积分充值';

/** A try to collect this order's money: its number and its request are fixed here. */
export function newAttempt(
  order: PendingOrder,
  payerOpenid: string | null,
  gateway: PaymentGateway,
  ids: IdSource,
): PaymentAttempt {
  const intent = {
    // 32 hexadecimal digits: the longest number that WeChat takes.
    outTradeNo: ids.next<string>().replaceAll('-', '') as OutTradeNo,
    amountFen: order.terms.amountFen,
    description: DESCRIPTION,
    payerOpenid,
    expiresAt: order.expiresAt,
    packageCode: order.terms.packageCode,
  };
  return { orderId: order.id, gateway: gateway.name, intent, request: gateway.freeze(intent) };
}
