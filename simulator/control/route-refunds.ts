import type { Request, Response, Router } from 'express';
import type { Context } from '../context.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { refundByHand } from '../refunds/refund-by-hand.ts';
import type { RefundDesk } from '../refunds/refund-desk.ts';
import { type Refund, statusOf } from '../state/refund.ts';
import { completeRefundSchema, deliverSchema, refundByHandSchema } from './control-schemas.ts';
import { describeHeldRefund } from './describe-held-refund.ts';
import { bodyOf, outRefundNoIn, outTradeNoIn } from './request-parts.ts';

/** An abnormal refund goes on once somebody has dealt with it. */
const isOver = (refund: Refund): boolean => ['SUCCESS', 'CLOSED'].includes(statusOf(refund));

type Find = (request: Request, response: Response) => Refund | undefined;

/** Looks into refunds, makes them by hand, ends them, and delivers their notifications. */
export function routeRefunds(router: Router, context: Context, notifier: Notifier, desk: RefundDesk): void {
  const { refunds } = context.store.world;
  const refundIn: Find = (request, response) => {
    const refund = refunds.get(outRefundNoIn(request));
    if (!refund) response.status(404).json({ message: '退款单不存在' });
    return refund;
  };
  router.post('/orders/:outTradeNo/refund', (request, response) => {
    const { amount_fen: amountFen, out_refund_no: outRefundNo, notify } = refundByHandSchema.parse(bodyOf(request));
    const made = refundByHand(context, desk, outTradeNoIn(request), { amountFen, outRefundNo, notify });
    if (made.kind === 'refused') response.status(made.status).json({ message: made.message });
    else response.json({ refund_id: made.refund.refundId, out_refund_no: made.refund.outRefundNo });
  });
  router.get('/refunds', (_request, response) => {
    response.json({ refunds: [...refunds.values()].map((refund) => describeHeldRefund(context, refund)) });
  });
  router.get('/refunds/:outRefundNo', (request, response) => {
    const refund = refundIn(request, response);
    if (refund) response.json(describeHeldRefund(context, refund));
  });
  routeEnds(router, context, desk, refundIn);
  routeNotifications(router, notifier, refundIn);
}

function routeEnds(router: Router, context: Context, desk: RefundDesk, refundIn: Find): void {
  router.post('/refunds/:outRefundNo/complete', (request, response) => {
    const refund = refundIn(request, response);
    if (!refund) return;
    const { status } = completeRefundSchema.parse(bodyOf(request));
    if (isOver(refund)) return void response.status(409).json({ message: '该退款已经结束' });
    response.json(describeHeldRefund(context, desk.complete(refund, status)));
  });
}

function routeNotifications(router: Router, notifier: Notifier, refundIn: Find): void {
  router.post('/refunds/:outRefundNo/notifications', async (request, response) => {
    const refund = refundIn(request, response);
    if (!refund) return;
    const { times, fault } = deliverSchema.parse(bodyOf(request));
    const id = refund.notificationIds.at(-1);
    if (id === undefined) response.status(409).json({ message: '该退款未结束，没有通知' });
    else response.json({ statuses: await notifier.deliverNow(id, fault, times) });
  });
}
