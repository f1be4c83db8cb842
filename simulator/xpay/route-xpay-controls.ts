import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Services } from '../api/services.ts';
import { bodyOf, outTradeNoIn } from '../control/request-parts.ts';
import { describeDelivery, repeatDelivery } from '../push/route-push-controls.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { describeXpayOrder, describeXpayRefund } from './describe-xpay.ts';
import { refundsOf } from './order-status.ts';
import { cancelXpayOrder, payXpayOrder, type Refusal } from './pay-xpay-order.ts';
import { refundByWechat } from './refund-by-wechat.ts';
import type { XpayOrder } from './xpay-state.ts';

const fen = z.int().min(1);
const paySchema = z.strictObject({ notify: z.boolean().optional(), coupon_fen: fen.optional() });
const nothingSchema = z.strictObject({});
const refundSchema = z.strictObject({
  amount_fen: fen,
  by: z.enum(['apple', 'console']),
  notify: z.boolean().optional(),
});

const send = (response: Response, { status, message }: Refusal): void => void response.status(status).json({ message });

/** An order as `query_order` tells it, and what only WeChat knows. */
function describeOrder({ context }: Services, order: XpayOrder) {
  const { push, xpay } = context.store.world;
  const delivery = push.deliveries.get(order.payment?.deliveryId ?? '');
  return {
    ...describeXpayOrder(context, order),
    openid: order.openid,
    product_id: order.productId,
    quantity: order.quantity,
    sign_data: order.signData,
    cancelled_at: order.cancelledAtMs.map(beijingRfc3339),
    refunds: refundsOf(xpay, order).map((refund) => ({ by: refund.by, ...describeXpayRefund(refund, order) })),
    notification: delivery ? describeDelivery(delivery) : null,
  };
}

/** What a payer does with an order, and what WeChat does uninvited. */
function routeDeeds(router: Router, services: Services): void {
  router.post('/xpay/orders/:outTradeNo/pay', (request, response) => {
    const outcome = payXpayOrder(services, outTradeNoIn(request), paySchema.parse(bodyOf(request)));
    if (outcome.kind === 'paid') response.json({ wx_order_id: outcome.wxOrderId });
    else send(response, outcome);
  });
  router.post('/xpay/orders/:outTradeNo/cancel', (request, response) => {
    nothingSchema.parse(bodyOf(request));
    const outcome = cancelXpayOrder(services, outTradeNoIn(request));
    if (outcome.kind === 'cancelled') response.json({});
    else send(response, outcome);
  });
  router.post('/xpay/orders/:outTradeNo/refund', (request, response) => {
    const outcome = refundByWechat(services, outTradeNoIn(request), refundSchema.parse(bodyOf(request)));
    if (outcome.kind === 'refused') return send(response, outcome);
    const { refundOrderId, wxOrderId } = outcome.refund;
    response.json({ refund_order_id: refundOrderId, refund_wx_order_id: wxOrderId });
  });
}

/** Orders of virtual payment: what is done to them, a look at them, and their push again. */
export function routeXpayOrders(router: Router, services: Services): void {
  const { orders } = services.context.store.world.xpay;
  const orderIn = (request: Request, response: Response): XpayOrder | undefined => {
    const order = orders.get(outTradeNoIn(request));
    if (!order) response.status(404).json({ message: '订单不存在' });
    return order;
  };
  routeDeeds(router, services);
  router.get('/xpay/orders', (_request, response) => {
    response.json({ orders: [...orders.values()].map((order) => describeOrder(services, order)) });
  });
  router.get('/xpay/orders/:outTradeNo', (request, response) => {
    const order = orderIn(request, response);
    if (order) response.json(describeOrder(services, order));
  });
  router.post('/xpay/orders/:outTradeNo/notifications', async (request, response) => {
    const order = orderIn(request, response);
    if (!order) return;
    if (order.payment) await repeatDelivery(services, request, response, order.payment.deliveryId);
    else response.status(409).json({ message: '该订单未支付，没有通知' });
  });
}
