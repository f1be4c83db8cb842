import type { Context } from '../context.ts';
import { type Answer, orderUnknown, refuse, succeed } from './answer.ts';
import { describeTrade } from './describe-trade.ts';
import { queryOf } from './pay-request.ts';

/** That a given mchid is the merchant's own has been checked with the signature. */
function checkMchid(target: string): Answer | undefined {
  if (queryOf(target).get('mchid')) return undefined;
  const detail = { field: '/query/mchid', value: null, issue: 'required', location: 'query' };
  return refuse(400, 'PARAM_ERROR', '参数错误：缺少mchid', detail);
}

/** `GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid=…` */
export function queryByOutTradeNo({ store, credentials, now }: Context, outTradeNo: string, target: string): Answer {
  const refusal = checkMchid(target);
  if (refusal) return refusal;
  const order = store.world.orders.get(outTradeNo);
  return order ? succeed(describeTrade(credentials.merchant, order, now())) : orderUnknown();
}

/** `GET /v3/pay/transactions/id/{transaction_id}?mchid=…`: only a paid order has such a number. */
export function queryByTransactionId(context: Context, transactionId: string, target: string): Answer {
  const outTradeNo = context.store.world.orderByTransaction.get(transactionId) ?? '';
  return queryByOutTradeNo(context, outTradeNo, target);
}
