import { randomDigits } from '../crypto/random-text.ts';
import type { AcceptedRefund, Refund, RefundPlan } from '../state/refund.ts';
import { beijingDigits } from '../time/beijing-time.ts';
import { type PaidOrder, standing } from './paid-order.ts';
import { splitRefund } from './split-refund.ts';

/** What the asker decides; the rest follows from the order and the plan. */
export type Asked = Pick<
  AcceptedRefund,
  | 'outRefundNo'
  | 'origin'
  | 'requestDigest'
  | 'reason'
  | 'notifyUrl'
  | 'fundsAccount'
  | 'amountFen'
  | 'sources'
  | 'notify'
>;

const newRefundId = (nowMs: number): string =>
  `5030${randomDigits(6)}${beijingDigits(nowMs).slice(0, 8)}${randomDigits(11)}`;

export function newRefund(
  order: PaidOrder,
  earlier: readonly Refund[],
  asked: Asked,
  { outcome, delaySeconds }: RefundPlan,
  nowMs: number,
): AcceptedRefund {
  return {
    ...asked,
    ...splitRefund(order, standing(earlier), asked.amountFen),
    refundId: newRefundId(nowMs),
    outTradeNo: order.outTradeNo,
    createdAtMs: nowMs,
    outcome,
    endsAtMs: nowMs + delaySeconds * 1000,
  };
}
