import { type PushWorld, saveDelivery } from '../push/push-state.ts';
import type { XpayChange } from './xpay-change.ts';
import { type Env, type Goods, goodsKey, type XpayOrder, type XpayRefund, type XpayWorld } from './xpay-state.ts';

type Xpay = { readonly xpay: XpayWorld; readonly push: PushWorld };
type Applier<Kind extends XpayChange['kind']> = (world: Xpay, change: Extract<XpayChange, { kind: Kind }>) => void;

function changeOrder({ xpay }: Xpay, outTradeNo: string, change: (order: XpayOrder) => Partial<XpayOrder>): void {
  const order = xpay.orders.get(outTradeNo);
  if (!order) throw new Error(`the journal speaks of ${outTradeNo} before it exists`);
  xpay.orders.set(outTradeNo, { ...order, ...change(order) });
}

function saveRefund({ xpay }: Xpay, refund: XpayRefund): void {
  xpay.refunds.set(refund.refundOrderId, refund);
  xpay.refundByWxOrder.set(refund.wxOrderId, refund.refundOrderId);
  if (refund.outcome === null) xpay.unsettled.add(refund.refundOrderId);
  else xpay.unsettled.delete(refund.refundOrderId);
}

function saveGoods({ xpay }: Xpay, env: Env, goods: readonly Goods[]): void {
  for (const each of goods) xpay.goods.set(goodsKey(env, each.productId), each);
}

export const xpayAppliers: { readonly [Kind in XpayChange['kind']]: Applier<Kind> } = {
  xpay_order_placed: ({ xpay }, { order }) => {
    const nothingYet = { payment: null, cancelledAtMs: [], providedAtMs: null, leftFen: 0 };
    xpay.orders.set(order.outTradeNo, { ...order, ...nothingYet });
    xpay.orderByWxOrder.set(order.wxOrderId, order.outTradeNo);
  },
  xpay_order_cancelled: (world, { outTradeNo, atMs }) =>
    changeOrder(world, outTradeNo, ({ cancelledAtMs }) => ({ cancelledAtMs: [...cancelledAtMs, atMs] })),
  xpay_order_paid: (world, { outTradeNo, payment, delivery }) => {
    changeOrder(world, outTradeNo, () => ({ payment, leftFen: payment.paidFen }));
    saveDelivery(world, delivery);
  },
  xpay_goods_provided: (world, { outTradeNo, atMs }) => changeOrder(world, outTradeNo, () => ({ providedAtMs: atMs })),
  xpay_refund_planned: ({ xpay }, { plan }) => {
    xpay.refundPlan = plan;
  },
  xpay_refund_requested: (world, { refund }) => saveRefund(world, refund),
  xpay_refund_settled: (world, { refund, delivery }) => {
    saveRefund(world, refund);
    saveDelivery(world, delivery);
    if (refund.outcome === 'failed') return;
    changeOrder(world, refund.outTradeNo, ({ leftFen }) => ({ leftFen: leftFen - refund.feeFen }));
  },
  xpay_goods_registered: (world, { goods }) => {
    world.xpay.goods.clear();
    for (const { env, goods: ofEnv } of goods) saveGoods(world, env, ofEnv);
  },
  xpay_goods_delay_set: ({ xpay }, { seconds }) => {
    xpay.goodsDelaySeconds = seconds;
  },
  xpay_goods_uploaded: (world, { env, task, goods }) => {
    world.xpay.uploads.set(env, task);
    saveGoods(world, env, goods);
  },
  xpay_goods_published: (world, { env, task, goods }) => {
    world.xpay.publications.set(env, task);
    saveGoods(world, env, goods);
  },
  xpay_bill_ordered: ({ xpay }, { bill }) => {
    xpay.bills.set(bill.token, bill);
  },
};
