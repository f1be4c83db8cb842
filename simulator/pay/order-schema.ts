import { z } from 'zod';
import { count, notifyUrl, outTradeNo, required, upTo } from './field-schemas.ts';

const rfc3339 = upTo(64).refine(
  (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)),
  'must be an RFC 3339 time in whole seconds with an offset',
);

const goodsDetail = z.strictObject({
  merchant_goods_id: required(32),
  wechatpay_goods_id: upTo(32).optional(),
  goods_name: upTo(256).optional(),
  quantity: z.int().min(1),
  unit_price: count,
});

const storeInfo = z.strictObject({
  id: required(32),
  name: upTo(256).optional(),
  area_code: upTo(32).optional(),
  address: upTo(512).optional(),
});

const nativeFields = {
  appid: required(32),
  mchid: required(32),
  description: required(127),
  out_trade_no: outTradeNo,
  time_expire: rfc3339.optional(),
  attach: upTo(128).optional(),
  notify_url: notifyUrl(255),
  goods_tag: upTo(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: z.int().min(1), currency: z.literal('CNY').optional() }),
  detail: z
    .strictObject({
      cost_price: count.optional(),
      invoice_id: upTo(32).optional(),
      goods_detail: z.array(goodsDetail).optional(),
    })
    .optional(),
  scene_info: z
    .strictObject({
      payer_client_ip: required(45),
      device_id: upTo(32).optional(),
      store_info: storeInfo.optional(),
    })
    .optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
};

/** Request of `POST /v3/pay/transactions/native`. Fields that are not in WeChat's document are refused. */
export const nativeOrderSchema = z.strictObject(nativeFields);

/** Request of `POST /v3/pay/transactions/jsapi`. */
export const jsapiOrderSchema = z.strictObject({
  ...nativeFields,
  payer: z.strictObject({ openid: required(128) }),
});

export type NativeOrderRequest = z.infer<typeof nativeOrderSchema>;
export type JsapiOrderRequest = z.infer<typeof jsapiOrderSchema>;
