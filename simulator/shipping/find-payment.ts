import type { Context } from '../context.ts';
import type { Order, Payment } from '../state/order.ts';

export type PaidOrder = Order & { readonly payment: Payment };

export const isPaid = (order: Order | undefined): order is PaidOrder => Boolean(order?.payment);

/** 发货信息管理 learns of a payment a little later than the merchant. */
const indexedAfterMs = 10 * 1000;

/** Payments in the mini-program only: what was paid by scanning a Native code is not there. */
function findPayment({ store, now }: Context, outTradeNo: string): PaidOrder | undefined {
  const order = store.world.orders.get(outTradeNo);
  if (!isPaid(order) || order.tradeType !== 'JSAPI') return undefined;
  return now() >= order.payment.paidAtMs + indexedAfterMs ? order : undefined;
}

export const findByTransaction = (context: Context, transactionId: string): PaidOrder | undefined =>
  findPayment(context, context.store.world.orderByTransaction.get(transactionId) ?? '');

export const findByMerchant = (context: Context, mchid: string, outTradeNo: string): PaidOrder | undefined =>
  mchid === context.credentials.merchant.mchid ? findPayment(context, outTradeNo) : undefined;
