import type { Refund } from '../state/refund.ts';
import { refundableForMs, refundsApartMs, refundsPerOrder } from '../time/limits.ts';
import { type PaidOrder, refundableFen } from './paid-order.ts';

/** Why a refund is refused, in WeChat's words. */
export type Obstacle = { readonly status: 400 | 429; readonly code: string; readonly message: string };

export type Wanted = { readonly amountFen: number; readonly nowMs: number; readonly enforceMinute: boolean };

const invalid = (message: string): Obstacle => ({ status: 400, code: 'INVALID_REQUEST', message });

const isTooSoon = (refunds: readonly Refund[], nowMs: number): boolean =>
  refunds.some(({ createdAtMs }) => nowMs < createdAtMs + refundsApartMs);

/** The first limit that the refund would break. `refunds` are all of the order. */
export function checkRefund(order: PaidOrder, refunds: readonly Refund[], wanted: Wanted): Obstacle | undefined {
  const { amountFen, nowMs, enforceMinute } = wanted;
  if (nowMs > order.payment.paidAtMs + refundableForMs) return invalid('订单已超过可退款的最大期限');
  if (refunds.length >= refundsPerOrder) return invalid('订单部分退款次数超过50次');
  const leftFen = refundableFen(order, refunds);
  if (leftFen === 0) return invalid('订单已全额退款');
  if (amountFen > leftFen) return invalid('申请退款金额超过订单可退金额');
  if (enforceMinute && isTooSoon(refunds, nowMs)) {
    return { status: 429, code: 'FREQUENCY_LIMITED', message: '同一笔订单多次退款的请求需相隔1分钟' };
  }
  return undefined;
}
