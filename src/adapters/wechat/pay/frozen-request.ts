import type {
  FrozenRefund,
  FrozenRequest,
  PaymentIntent,
  RefundRequest,
} from '../../../domain/ordering/payment-gateway.ts';
import { parseJson } from '../parse-json.ts';
import type { WechatPaySettings } from './settings.ts';

/** The parameters that wechatpay-node-v3 takes for POST /v3/pay/transactions/jsapi and, without a payer, …/native. */
export type OrderParams = {
  description: string;
  out_trade_no: string;
  time_expire: string;
  notify_url: string;
  amount: { total: number; currency: string };
  payer?: { openid: string };
};

/** The parameters of POST /v3/refund/domestic/refunds. */
type RefundParams = {
  transaction_id: string;
  out_refund_no: string;
  reason: string;
  notify_url: string;
  amount: { refund: number; total: number; currency: string };
};

/** `appid` and `mchid` come first because the package puts them there: the text frozen here is the text it sends. */
export function freezeRequest(intent: PaymentIntent, settings: WechatPaySettings): FrozenRequest {
  const params: OrderParams = {
    description: intent.description,
    out_trade_no: intent.outTradeNo,
    time_expire: beijingTime(intent.expiresAt),
    notify_url: settings.notifyUrl,
    amount: { total: intent.amountFen, currency: 'CNY' },
    // Left out, never null: WeChat's cashier fails on null.
    ...(intent.payerOpenid === null ? {} : { payer: { openid: intent.payerOpenid } }),
  };
  const { appid, mchid } = settings;
  return { appid, mchid, body: JSON.stringify({ appid, mchid, ...params }) };
}

/**
 * The frozen text as parameters for the package, which will write it as JSON again. Throws when that would give another
 * text, as after storage that reorders keys: WeChat answers one number with two requests by an error.
 */
export function thawRequest({ appid, mchid, body }: FrozenRequest): OrderParams {
  return thaw<OrderParams>(body, { appid, mchid });
}

/** By the provider's own number: a payment that was made this second is not always found by ours yet. */
export function freezeRefund(refund: RefundRequest, settings: WechatPaySettings): FrozenRefund {
  const params: RefundParams = {
    transaction_id: refund.transactionId,
    out_refund_no: refund.outRefundNo,
    reason: refund.reason,
    notify_url: settings.notifyUrl,
    amount: { refund: refund.refundFen, total: refund.paidFen, currency: 'CNY' },
  };
  return { refund, body: JSON.stringify(params) };
}

/** As `thawRequest`. */
export const thawRefund = ({ body }: FrozenRefund): RefundParams => thaw<RefundParams>(body, {});

function thaw<Params>(body: string, added: object): Params {
  const params = parseJson(body) as Params;
  if (JSON.stringify({ ...added, ...params }) !== body) {
    throw new Error('WeChat Pay: this is not the text of a frozen request as it was frozen');
  }
  return params;
}

/** RFC 3339 in whole seconds, rounded down, so that WeChat never waits longer than we do. */
function beijingTime(instant: Date): string {
  const eightHoursMs = 8 * 60 * 60 * 1000;
  return `${new Date(instant.getTime() + eightHoursMs).toISOString().slice(0, 19)}+08:00`;
}
