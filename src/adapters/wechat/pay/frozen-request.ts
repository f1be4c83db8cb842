import type { FrozenRequest, PaymentIntent } from '../../../domain/ordering/payment-gateway.ts';
import { parseJson } from '../parse-json.ts';
import type { WechatPaySettings } from './settings.ts';

/** The parameters that wechatpay-node-v3 takes for POST /v3/pay/transactions/jsapi. */
type JsapiParams = {
  description: string;
  out_trade_no: string;
  time_expire: string;
  notify_url: string;
  amount: { total: number; currency: string };
  payer: { openid: string };
};

/** `appid` and `mchid` come first because the package puts them there: the text frozen here is the text it sends. */
export function freezeRequest(intent: PaymentIntent, settings: WechatPaySettings): FrozenRequest {
  const params: JsapiParams = {
    description: intent.description,
    out_trade_no: intent.outTradeNo,
    time_expire: beijingTime(intent.expiresAt),
    notify_url: settings.notifyUrl,
    amount: { total: intent.amountFen, currency: 'CNY' },
    payer: { openid: intent.payerOpenid },
  };
  const { appid, mchid } = settings;
  return { appid, mchid, body: JSON.stringify({ appid, mchid, ...params }) };
}

/**
 * The frozen text as parameters for the package, which will write it as JSON again. Throws when that would give another
 * text, as after storage that reorders keys: WeChat answers one number with two requests by an error.
 */
export function thawRequest(request: FrozenRequest): JsapiParams {
  const params = parseJson(request.body) as JsapiParams;
  const { appid, mchid } = request;
  if (JSON.stringify({ appid, mchid, ...params }) !== request.body) {
    throw new Error('WeChat Pay: this is not the text of a frozen request as it was frozen');
  }
  return params;
}

/** RFC 3339 in whole seconds, rounded down, so that WeChat never waits longer than we do. */
function beijingTime(instant: Date): string {
  const eightHoursMs = 8 * 60 * 60 * 1000;
  return `${new Date(instant.getTime() + eightHoursMs).toISOString().slice(0, 19)}+08:00`;
}
