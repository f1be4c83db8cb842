import type { Context } from '../context.ts';
import { type Answer, refuse, succeed } from '../pay/answer.ts';
import { digestRequest } from '../pay/digest-request.ts';
import { parseBody } from '../pay/parse-body.ts';
import type { Refund } from '../state/refund.ts';
import { checkRefund } from './check-refund.ts';
import { describeRefund } from './describe-refund.ts';
import { type Asked, newRefund } from './new-refund.ts';
import { isPaidOrder, type PaidOrder, refundsOf } from './paid-order.ts';
import type { RefundDesk } from './refund-desk.ts';
import { type RefundRequest, refundSchema } from './refund-schema.ts';
import { refuseByPlan } from './refuse-by-plan.ts';

const differs = (): Answer => refuse(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
const orderMissing = (): Answer => refuse(404, 'RESOURCE_NOT_EXISTS', '订单不存在');

/** The transaction goes before our number. Both at once must speak of one order. */
function findOrder({ store: { world } }: Context, request: RefundRequest): PaidOrder | Answer {
  const { transaction_id: transactionId, out_trade_no: outTradeNo } = request;
  const byTransaction = transactionId === undefined ? outTradeNo : world.orderByTransaction.get(transactionId);
  const order = world.orders.get(byTransaction ?? '');
  if (!order || !isPaidOrder(order)) return orderMissing();
  if (outTradeNo !== undefined && outTradeNo !== order.outTradeNo) {
    return refuse(400, 'INVALID_REQUEST', 'transaction_id与out_trade_no不是同一笔订单');
  }
  return order;
}

function checkSources({ amount: { refund, from } }: RefundRequest): Answer | undefined {
  if (!from) return undefined;
  const accounts = new Set(from.map(({ account }) => account));
  const sumFen = from.reduce((total, { amount }) => total + amount, 0);
  if (accounts.size === from.length && sumFen === refund) return undefined;
  return refuse(400, 'INVALID_REQUEST', '出资账户重复，或出资金额之和不等于退款金额');
}

function repeat({ store: { world } }: Context, existing: Refund, digest: string): Answer {
  const order = world.orders.get(existing.outTradeNo);
  if (existing.requestDigest !== digest || !order || !isPaidOrder(order)) return differs();
  return succeed(describeRefund(order, existing));
}

const askedBy = (request: RefundRequest, digest: string, order: PaidOrder, notify: boolean): Asked => ({
  outRefundNo: request.out_refund_no,
  origin: 'api',
  requestDigest: digest,
  reason: request.reason ?? null,
  notifyUrl: request.notify_url ?? order.notifyUrl,
  fundsAccount: request.funds_account ?? 'UNSETTLED',
  amountFen: request.amount.refund,
  sources: request.amount.from ?? [],
  notify,
});

function accept(context: Context, desk: RefundDesk, request: RefundRequest, digest: string): Answer {
  const order = findOrder(context, request);
  if ('body' in order) return order;
  if (request.amount.total !== order.amountFen) return differs();
  const { world } = context.store;
  const plan = world.refundPlan;
  const earlier = refundsOf(world, order);
  const nowMs = context.now();
  const wanted = { amountFen: request.amount.refund, nowMs, enforceMinute: plan.enforceMinute };
  const obstacle = checkRefund(order, earlier, wanted);
  if (obstacle) return refuse(obstacle.status, obstacle.code, obstacle.message);
  const refusal = checkSources(request) ?? refuseByPlan(plan.refuse);
  if (refusal) return refusal;
  const refund = newRefund(order, earlier, askedBy(request, digest, order, plan.notify), plan, nowMs);
  desk.accept(refund);
  return succeed(describeRefund(order, { ...refund, ends: [], notificationIds: [] }));
}

/**
 * `POST /v3/refund/domestic/refunds`. The same number with the same parameters is the same refund, before any limit is
 * looked at; a refused one is forgotten, so that its number may come again.
 */
export function requestRefund(context: Context, desk: RefundDesk, rawBody: Buffer): Answer {
  const parsed = parseBody(refundSchema, rawBody);
  if (parsed.kind === 'refused') return parsed.refusal;
  const request = parsed.value;
  if (request.transaction_id === undefined && request.out_trade_no === undefined) {
    const detail = { field: '/transaction_id', value: null, issue: 'required, or out_trade_no', location: 'body' };
    return refuse(400, 'PARAM_ERROR', '参数错误：transaction_id和out_trade_no必须二选一', detail);
  }
  const digest = digestRequest('REFUND', request);
  const existing = context.store.world.refunds.get(request.out_refund_no);
  return existing ? repeat(context, existing, digest) : accept(context, desk, request, digest);
}
