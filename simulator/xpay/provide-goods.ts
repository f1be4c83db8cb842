import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { checkReference, findOrder, noSuchOrder, orderReference, paramError } from './find-order.ts';
import { statusOf } from './order-status.ts';
import type { Env } from './xpay-state.ts';

const provideSchema = z.object(orderReference);

/** `POST /xpay/notify_provide_goods`: the goods were given out although no push came through. Telling it twice is once. */
export function provideGoods({ context }: Services, env: Env, { body }: ApiRequest): ApiAnswer {
  const read = readBody(provideSchema, body);
  if (read.kind === 'refused') return read.refusal;
  const refusal = checkReference(read.value);
  if (refusal) return refusal;
  const order = findOrder(context, env, read.value);
  if (!order) return noSuchOrder();
  const status = statusOf(order, context.store.world.push, context.now());
  if (status === 5) return refuse(268490005, '订单已经退款');
  if (status !== 2 && status !== 4) return paramError('订单未支付');
  if (status === 2) {
    const { outTradeNo } = order;
    context.store.record({ kind: 'xpay_goods_provided', outTradeNo, atMs: context.now() });
  }
  return succeed();
}
