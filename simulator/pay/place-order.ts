import type { Context } from '../context.ts';
import { isPaid, isPastPayTime, type Order, type PlacedOrder, type TradeType, tradeStateOf } from '../state/order.ts';
import { shortestPayableMs } from '../time/limits.ts';
import { type Answer, orderClosed, orderPaid, refuse } from './answer.ts';
import { digestRequest } from './digest-request.ts';
import { newPrepay, prepayAnswer } from './new-prepay.ts';
import {
  type JsapiOrderRequest,
  jsapiOrderSchema,
  type NativeOrderRequest,
  nativeOrderSchema,
} from './order-schema.ts';
import { parseBody } from './parse-body.ts';

type OrderRequest = NativeOrderRequest & Partial<Pick<JsapiOrderRequest, 'payer'>>;

function checkParties({ credentials: { merchant }, store }: Context, request: OrderRequest): Answer | undefined {
  if (request.appid !== merchant.appid) return refuse(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配');
  const openid = request.payer?.openid;
  if (openid === undefined || store.world.userNameByOpenid.has(openid)) return undefined;
  const detail = { field: '/payer/openid', value: openid, issue: 'openid does not belong to appid', location: 'body' };
  return refuse(400, 'PARAM_ERROR', '无效的openid', detail);
}

function orderFrom(request: OrderRequest, tradeType: TradeType, nowMs: number): PlacedOrder {
  const { time_expire: timeExpire } = request;
  return {
    outTradeNo: request.out_trade_no,
    tradeType,
    requestDigest: digestRequest(tradeType, request),
    description: request.description,
    attach: request.attach ?? '',
    deviceId: request.scene_info?.device_id ?? '',
    amountFen: request.amount.total,
    notifyUrl: request.notify_url,
    payerOpenid: request.payer?.openid ?? null,
    createdAtMs: nowMs,
    payableUntilMs: timeExpire ? Math.max(Date.parse(timeExpire), nowMs + shortestPayableMs) : null,
  };
}

/** Why an order that exists gets no fresh prepay, or nothing. */
function checkRepetition(existing: Order, repeated: PlacedOrder, nowMs: number): Answer | undefined {
  const tradeState = tradeStateOf(existing, nowMs);
  if (isPaid(tradeState)) return orderPaid();
  if (tradeState === 'CLOSED') return orderClosed();
  if (existing.requestDigest !== repeated.requestDigest) {
    return refuse(403, 'OUT_TRADE_NO_USED', '请求重入时，参数与首次请求时不一致');
  }
  if (isPastPayTime(existing, nowMs)) {
    return refuse(400, 'INVALID_REQUEST', '订单已过支付截止时间，请更换商户订单号后重新下单');
  }
  return undefined;
}

/** The same number with the same parameters again brings a fresh prepay; its first request stays in force. */
function issuePrepay({ store, now }: Context, order: PlacedOrder): Answer {
  const nowMs = now();
  const existing = store.world.orders.get(order.outTradeNo);
  const refusal = existing && checkRepetition(existing, order, nowMs);
  if (refusal) return refusal;
  const prepay = newPrepay(order.tradeType, nowMs);
  if (existing) store.record({ kind: 'prepay_renewed', outTradeNo: order.outTradeNo, prepay });
  else store.record({ kind: 'order_placed', order, prepay });
  return prepayAnswer(order.tradeType, prepay);
}

/** `POST /v3/pay/transactions/jsapi` and `/native`. */
export function placeOrder(context: Context, tradeType: TradeType, rawBody: Buffer): Answer {
  const parsed = parseBody(tradeType === 'JSAPI' ? jsapiOrderSchema : nativeOrderSchema, rawBody);
  if (parsed.kind === 'refused') return parsed.refusal;
  const request: OrderRequest = parsed.value;
  return checkParties(context, request) ?? issuePrepay(context, orderFrom(request, tradeType, context.now()));
}
