import type { Services } from '../api/services.ts';
import type { Context } from '../context.ts';
import { randomDigits } from '../crypto/random-text.ts';
import { newTransactionId } from '../pay/new-prepay.ts';
import { composePush } from '../push/compose-push.ts';
import { beijingDigits } from '../time/beijing-time.ts';
import { statusOf } from './order-status.ts';
import { pushedByXpay } from './pushed-by-xpay.ts';
import type { XpayOrder, XpayPayment } from './xpay-state.ts';

export type Refusal = { readonly kind: 'refused'; readonly status: 404 | 409; readonly message: string };

const conflict = (message: string): Refusal => ({ kind: 'refused', status: 409, message });
const unknown: Refusal = { kind: 'refused', status: 404, message: '订单不存在' };

type Cashier = { readonly kind: 'open'; readonly order: XpayOrder };

function openCashier({ store, now }: Context, outTradeNo: string): Cashier | Refusal {
  const { xpay, push } = store.world;
  const order = xpay.orders.get(outTradeNo);
  if (!order) return unknown;
  const status = statusOf(order, push, now());
  if (status === 6) return conflict('该订单已关闭');
  return status === 1 ? { kind: 'open', order } : conflict('该订单已支付');
}

/** `xpay_goods_deliver_notify` */
const goodsDelivered = (order: XpayOrder, payment: Omit<XpayPayment, 'deliveryId'>) => ({
  OpenId: order.openid,
  OutTradeNo: order.outTradeNo,
  Env: order.env,
  WeChatPayInfo: {
    MchOrderNo: payment.channelOrderId,
    TransactionId: payment.wxpayOrderId,
    PaidTime: Math.floor(payment.paidAtMs / 1000),
  },
  GoodsInfo: {
    ProductId: order.productId,
    Quantity: order.quantity,
    OrigPrice: order.feeFen,
    ActualPrice: payment.paidFen,
    Attach: order.attach,
  },
});

export type PayChoice = { readonly notify?: boolean | undefined; readonly coupon_fen?: number | undefined };

/** The payer enters the password. Payment and push are one change; the first delivery starts at once. */
export function payXpayOrder(
  { context, work }: Services,
  outTradeNo: string,
  choice: PayChoice,
): Refusal | { readonly kind: 'paid'; readonly wxOrderId: string } {
  const cashier = openCashier(context, outTradeNo);
  if (cashier.kind === 'refused') return cashier;
  const { order } = cashier;
  const couponFen = choice.coupon_fen ?? 0;
  if (couponFen >= order.feeFen) return conflict('优惠金额须小于订单金额');
  const paidAtMs = context.now();
  const channelOrderId = `${beijingDigits(paidAtMs).slice(0, 8)}${randomDigits(10)}`;
  const paidFen = order.feeFen - couponFen;
  const paid = { channelOrderId, wxpayOrderId: newTransactionId(paidAtMs), couponFen, paidFen, paidAtMs };
  const event = pushedByXpay('xpay_goods_deliver_notify', goodsDelivered(order, paid), paidAtMs);
  const delivery = composePush(context, { ...event, withheld: choice.notify === false });
  context.store.record({
    kind: 'xpay_order_paid',
    outTradeNo,
    payment: { ...paid, deliveryId: delivery.id },
    delivery,
  });
  work.deliverDue();
  return { kind: 'paid', wxOrderId: order.wxOrderId };
}

/** The payer goes back: on the phone this is -2, and the order can be opened again. */
export function cancelXpayOrder({ context }: Services, outTradeNo: string): Refusal | { readonly kind: 'cancelled' } {
  const cashier = openCashier(context, outTradeNo);
  if (cashier.kind === 'refused') return cashier;
  context.store.record({ kind: 'xpay_order_cancelled', outTradeNo, atMs: context.now() });
  return { kind: 'cancelled' };
}
