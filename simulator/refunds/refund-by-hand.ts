import type { Context } from '../context.ts';
import { randomDigits } from '../crypto/random-text.ts';
import type { AcceptedRefund } from '../state/refund.ts';
import { checkRefund } from './check-refund.ts';
import { type Asked, newRefund } from './new-refund.ts';
import { isPaidOrder, type PaidOrder, refundsOf } from './paid-order.ts';
import type { RefundDesk } from './refund-desk.ts';

export type ByHand = {
  readonly amountFen: number;
  readonly outRefundNo?: string | undefined;
  readonly notify?: boolean | undefined;
};

export type HandRefund =
  | { readonly kind: 'accepted'; readonly refund: AcceptedRefund }
  | { readonly kind: 'refused'; readonly status: 404 | 409; readonly message: string };

const conflict = (message: string): HandRefund => ({ kind: 'refused', status: 409, message });

const askedBy = ({ amountFen, outRefundNo, notify }: ByHand, order: PaidOrder, usualNotify: boolean): Asked => ({
  outRefundNo: outRefundNo ?? randomDigits(32),
  origin: 'console',
  requestDigest: null,
  reason: null,
  notifyUrl: order.notifyUrl,
  fundsAccount: 'UNSETTLED',
  amountFen,
  sources: [],
  notify: notify ?? usualNotify,
});

/** A person gives money back in the merchant console, and the merchant's server was not asked. */
export function refundByHand(context: Context, desk: RefundDesk, outTradeNo: string, choice: ByHand): HandRefund {
  const { world } = context.store;
  const order = world.orders.get(outTradeNo);
  if (!order) return { kind: 'refused', status: 404, message: '订单不存在' };
  if (!isPaidOrder(order)) return conflict('该订单未支付');
  const asked = askedBy(choice, order, world.refundPlan.notify);
  if (world.refunds.has(asked.outRefundNo)) return conflict('商户退款单号已存在');
  const nowMs = context.now();
  const earlier = refundsOf(world, order);
  const obstacle = checkRefund(order, earlier, { amountFen: choice.amountFen, nowMs, enforceMinute: false });
  if (obstacle) return conflict(obstacle.message);
  const refund = newRefund(order, earlier, asked, world.refundPlan, nowMs);
  desk.accept(refund);
  return { kind: 'accepted', refund };
}
