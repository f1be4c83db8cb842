import { tradeStateOf } from '../state/order.ts';
import type { PaidOrder } from './find-payment.ts';

/** A paid order stays SUCCESS until money goes back. */
export const isRefunded = (order: PaidOrder): boolean => tradeStateOf(order, order.payment.paidAtMs) !== 'SUCCESS';
