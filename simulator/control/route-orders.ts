import type { Request, Response, Router } from 'express';
import type { Context } from '../context.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { refundsOf } from '../refunds/paid-order.ts';
import type { Order } from '../state/order.ts';
import { deliverSchema } from './control-schemas.ts';
import { describeNotification } from './describe-notification.ts';
import { describeOrder } from './describe-order.ts';
import { bodyOf, outTradeNoIn } from './request-parts.ts';

/** Looks into orders, which a merchant cannot, and delivers their notifications again. */
export function routeOrders(router: Router, context: Context, notifier: Notifier): void {
  const { world } = context.store;
  const { orders, notifications } = world;
  const orderIn = (request: Request, response: Response): Order | undefined => {
    const order = orders.get(outTradeNoIn(request));
    if (!order) response.status(404).json({ message: '订单不存在' });
    return order;
  };
  router.get('/orders', (_request, response) => {
    response.json({ orders: [...orders.values()].map((order) => describeOrder(context, order)) });
  });
  router.get('/orders/:outTradeNo', (request, response) => {
    const order = orderIn(request, response);
    if (order) response.json(describeOrder(context, order));
  });
  router.get('/orders/:outTradeNo/notifications', (request, response) => {
    const order = orderIn(request, response);
    if (!order) return;
    const ids = [order.notificationId ?? '', ...refundsOf(world, order).flatMap((refund) => refund.notificationIds)];
    response.json({ notifications: ids.flatMap((id) => notifications.get(id) ?? []).map(describeNotification) });
  });
  router.post('/orders/:outTradeNo/notifications', async (request, response) => {
    const order = orderIn(request, response);
    if (!order) return;
    const { times, fault } = deliverSchema.parse(bodyOf(request));
    if (order.notificationId === null) response.status(409).json({ message: '该订单未支付，没有通知' });
    else response.json({ statuses: await notifier.deliverNow(order.notificationId, fault, times) });
  });
}
