import type { Services } from '../api/services.ts';
import { randomDigits } from '../crypto/random-text.ts';
import { newRefund } from './new-refund.ts';
import type { Refusal } from './pay-xpay-order.ts';
import { settleRefund } from './settle-refund.ts';
import type { XpayRefund } from './xpay-state.ts';

export type UninvitedRefund = {
  readonly amount_fen: number;
  readonly by: 'apple' | 'console';
  readonly notify?: boolean | undefined;
};

/** Nobody asked the merchant: Apple gave the money back, or somebody did in the console. */
export function refundByWechat(
  { context, work }: Services,
  outTradeNo: string,
  wanted: UninvitedRefund,
): Refusal | { readonly kind: 'refunded'; readonly refund: XpayRefund } {
  const order = context.store.world.xpay.orders.get(outTradeNo);
  if (!order) return { kind: 'refused', status: 404, message: '订单不存在' };
  const { amount_fen: feeFen, by, notify } = wanted;
  if (feeFen > order.leftFen) return { kind: 'refused', status: 409, message: '超过可退金额' };
  const nowMs = context.now();
  const refundOrderId = `${by === 'apple' ? 'IOS' : 'MP'}${randomDigits(20)}`;
  const refund = newRefund({ refundOrderId, outTradeNo, by, feeFen, bizMeta: '', planned: 'refunded' }, nowMs, nowMs);
  settleRefund(context, refund, nowMs, notify === false);
  work.deliverDue();
  return { kind: 'refunded', refund };
}
