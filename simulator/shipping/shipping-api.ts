import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import { type ApiRequest, type ApiRoute, miniprogramPost } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { describeShipping } from './describe-shipping.ts';
import { findByMerchant, findByTransaction } from './find-payment.ts';
import { uploadShipping } from './upload-shipping.ts';

const appidSchema = z.object({ appid: z.string() });

/** `POST /wxa/sec/order/is_trade_managed` */
function isTradeManaged({ context }: Services, { body, account }: ApiRequest): ApiAnswer {
  const read = readBody(appidSchema, body, { appid: [40097, 'invalid args'] });
  if (read.kind === 'refused') return read.refusal;
  if (read.value.appid !== account.appid) return refuse(40013, 'invalid appid');
  return succeed({ is_trade_managed: context.store.world.shipping.tradeManaged });
}

const text = z.string().default('');
const orderSchema = z.object({ transaction_id: text, merchant_id: text, merchant_trade_no: text });

/** `POST /wxa/sec/order/get_order` */
function getOrder({ context }: Services, { body }: ApiRequest): ApiAnswer {
  const read = readBody(orderSchema, body);
  if (read.kind === 'refused') return read.refusal;
  const { transaction_id: id, merchant_id: mchid, merchant_trade_no: outTradeNo } = read.value;
  const order = id ? findByTransaction(context, id) : findByMerchant(context, mchid, outTradeNo);
  return order ? succeed({ order: describeShipping(context, order) }) : refuse(10060001, '支付单不存在');
}

export const shippingRoutes: readonly ApiRoute[] = [
  miniprogramPost('/wxa/sec/order/is_trade_managed', isTradeManaged),
  miniprogramPost('/wxa/sec/order/upload_shipping_info', uploadShipping),
  miniprogramPost('/wxa/sec/order/get_order', getOrder),
];
