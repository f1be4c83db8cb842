import { createHmac, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { SimulatorCredentials } from '../../../simulator/start-simulator.ts';
import type { SimulatedWechat } from './simulated-wechat.ts';

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

/** `signData` of a product, 9.90 yuan unless told otherwise; `changes` replace or add fields. */
export const aSignData = ({ xpay }: SimulatorCredentials, changes: object = {}) => ({
  offerId: xpay.offerId,
  buyQuantity: 1,
  env: 0,
  currencyType: 'CNY',
  productId: 'p100',
  goodsPrice: 990,
  outTradeNo: `X${randomBytes(10).toString('hex')}`,
  attach: 'test',
  ...changes,
});

/** What a merchant's server hands to `wx.requestVirtualPayment`. */
export function virtualPaymentParams({ xpay }: SimulatorCredentials, signData: string, sessionKey: string) {
  const appKey = (JSON.parse(signData) as { env: number }).env === 1 ? xpay.sandboxAppKey : xpay.appKey;
  return {
    signData,
    paySig: hmac(appKey, `requestVirtualPayment&${signData}`),
    signature: hmac(sessionKey, signData),
    mode: 'short_series_goods',
  };
}

/** A login as far as the session key, which the merchant's server keeps. */
export async function aSession({ simulator, control }: SimulatedWechat, user: string) {
  const { code, openid } = await control.login(user);
  const { appid, appSecret: secret } = simulator.credentials;
  const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
  const answer = (await (await fetch(`${simulator.url}/sns/jscode2session?${query}`)).json()) as Record<string, string>;
  return { openid, sessionKey: String(answer['session_key']) };
}

/** An order of a new buyer, opened on the phone and not paid. */
export async function anOpenXpayOrder(wechat: SimulatedWechat, changes: object = {}) {
  const { openid, sessionKey } = await aSession(wechat, `buyer-${randomBytes(6).toString('hex')}`);
  const data = aSignData(wechat.simulator.credentials, changes);
  const params = virtualPaymentParams(wechat.simulator.credentials, JSON.stringify(data), sessionKey);
  const { json } = await wechat.control.post('/request-virtual-payment', { openid, params });
  expect(json).to.deep.equal({ out_trade_no: data.outTradeNo });
  return { outTradeNo: data.outTradeNo, openid, sessionKey, params };
}

/** One that is paid, its push sent as far as the receiver answers. */
export async function anXpayOrder(wechat: SimulatedWechat, changes: object = {}, choice: object = {}) {
  const order = await anOpenXpayOrder(wechat, changes);
  const { status, json } = await wechat.control.post(`/xpay/orders/${order.outTradeNo}/pay`, choice);
  expect(status).to.equal(200);
  await wechat.control.advance(0);
  return { ...order, wxOrderId: String(json['wx_order_id']) };
}
