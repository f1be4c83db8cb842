import { z } from 'zod';
import type { Context } from '../context.ts';
import { isPaid, tradeStateOf } from '../state/order.ts';
import { type Answer, noContent, orderPaid, orderUnknown } from './answer.ts';
import { parseBody } from './parse-body.ts';

const closeSchema = z.strictObject({ mchid: z.string().min(1).max(32) });

/** `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`. Closing twice is one closing. */
export function closeOrder({ store, now }: Context, outTradeNo: string, rawBody: Buffer): Answer {
  const parsed = parseBody(closeSchema, rawBody);
  if (parsed.kind === 'refused') return parsed.refusal;
  const order = store.world.orders.get(outTradeNo);
  if (!order) return orderUnknown();
  const tradeState = tradeStateOf(order, now());
  if (isPaid(tradeState)) return orderPaid();
  if (tradeState === 'NOTPAY') store.record({ kind: 'order_closed', outTradeNo, closedAtMs: now() });
  return noContent;
}
