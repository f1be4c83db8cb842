import { z } from 'zod';
import { type ApiAnswer, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import type { Context } from '../context.ts';
import { describeXpayOrder, describeXpayRefund } from './describe-xpay.ts';
import {
  checkOpenid,
  checkReference,
  findOrder,
  noSuchOrder,
  type OrderReference,
  orderReference,
} from './find-order.ts';
import type { Env } from './xpay-state.ts';

const querySchema = z.object({ openid: z.string(), ...orderReference });

/** A refund is found as an order is: by the number of the refund. */
function describe(context: Context, env: Env, openid: string, reference: OrderReference) {
  const order = findOrder(context, env, reference);
  if (order) return order.openid === openid ? describeXpayOrder(context, order) : undefined;
  const { refunds, refundByWxOrder, orders } = context.store.world.xpay;
  const refund = refunds.get(reference.order_id ?? refundByWxOrder.get(reference.wx_order_id ?? '') ?? '');
  const paid = refund && orders.get(refund.outTradeNo);
  return refund && paid?.env === env && paid.openid === openid ? describeXpayRefund(refund, paid) : undefined;
}

/** `POST /xpay/query_order` */
export function queryXpayOrder({ context }: Services, env: Env, { body }: ApiRequest): ApiAnswer {
  const read = readBody(querySchema, body, { openid: [268490001, 'openid错误'] });
  if (read.kind === 'refused') return read.refusal;
  const { openid, ...reference } = read.value;
  const refusal = checkOpenid(context, openid) ?? checkReference(reference);
  if (refusal) return refusal;
  const order = describe(context, env, openid, reference);
  return order ? succeed({ order }) : noSuchOrder();
}
