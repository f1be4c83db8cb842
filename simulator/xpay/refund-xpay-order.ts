import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import type { Context } from '../context.ts';
import { checkOpenid, checkReference, findOrder, noSuchOrder, orderReference, paramError } from './find-order.ts';
import { newRefund } from './new-refund.ts';
import { refundsOf } from './order-status.ts';
import type { Env, XpayOrder } from './xpay-state.ts';

const refundSchema = z.object({
  openid: z.string(),
  ...orderReference,
  refund_order_id: z.string().regex(/^[0-9A-Za-z_-]{8,32}$/),
  left_fee: z.int().min(0),
  refund_fee: z.int().min(1),
  biz_meta: z.string().max(1024),
  refund_reason: z.enum(['0', '1', '2', '3', '4', '5']),
  req_from: z.enum(['1', '2', '3']),
});

type RefundRequest = z.infer<typeof refundSchema>;

const wrong = (field: string) => [268490002, `${field}错误`] as const;

const errors = {
  openid: [268490001, 'openid错误'],
  refund_order_id: wrong('refund_order_id'),
  left_fee: wrong('left_fee'),
  refund_fee: wrong('refund_fee'),
  biz_meta: wrong('biz_meta'),
  refund_reason: wrong('refund_reason'),
  req_from: wrong('req_from'),
} as const;

/** A number stands for one refund, whatever became of it. */
function checkRepetition({ store }: Context, order: XpayOrder, request: RefundRequest): ApiAnswer | undefined {
  const before = store.world.xpay.refunds.get(request.refund_order_id);
  if (!before) return undefined;
  const isSame = before.outTradeNo === order.outTradeNo && before.feeFen === request.refund_fee;
  return isSame ? refuse(268490004, '重复操作') : paramError('refund_order_id已被使用');
}

function checkAmounts({ store }: Context, order: XpayOrder, request: RefundRequest): ApiAnswer | undefined {
  if (!order.payment) return paramError('订单未支付');
  if (order.leftFen === 0) return refuse(268490005, '订单已经退款');
  if (refundsOf(store.world.xpay, order).some(({ outcome }) => outcome === null)) {
    return refuse(268490014, '退款操作进行中，稍后可以使用相同参数重试');
  }
  if (request.left_fee !== order.leftFen) return refuse(268490016, '退款的left_fee字段与实际不符');
  return request.refund_fee > order.leftFen ? paramError('refund_fee大于left_fee') : undefined;
}

/** Accepted only: the money goes back later, or does not. */
function acceptRefund({ context, work }: Services, order: XpayOrder, request: RefundRequest): ApiAnswer {
  const { delaySeconds, outcome } = context.store.world.xpay.refundPlan;
  const nowMs = context.now();
  const { refund_order_id: refundOrderId, refund_fee: feeFen, biz_meta: bizMeta } = request;
  const wanted = { refundOrderId, outTradeNo: order.outTradeNo, feeFen, bizMeta, planned: outcome };
  const refund = newRefund({ ...wanted, by: 'merchant' }, nowMs, nowMs + delaySeconds * 1000);
  context.store.record({ kind: 'xpay_refund_requested', refund });
  work.deliverDue();
  return succeed({
    refund_order_id: refundOrderId,
    refund_wx_order_id: refund.wxOrderId,
    pay_order_id: order.outTradeNo,
    pay_wx_order_id: order.wxOrderId,
  });
}

/** `POST /xpay/refund_order` */
export function refundXpayOrder(services: Services, env: Env, { body }: ApiRequest): ApiAnswer {
  const { context } = services;
  const read = readBody(refundSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const request = read.value;
  const refusal = checkOpenid(context, request.openid) ?? checkReference(request);
  if (refusal) return refusal;
  const order = findOrder(context, env, request);
  if (order?.openid !== request.openid) return noSuchOrder();
  return (
    checkRepetition(context, order, request) ??
    checkAmounts(context, order, request) ??
    acceptRefund(services, order, request)
  );
}
