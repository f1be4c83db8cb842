import { type KeyObject, randomBytes, sign } from 'node:crypto';
import type { JsapiParams } from '../../../domain/ordering/payment-gateway.ts';

/**
 * WeChat Pay API v3, signature for `wx.requestPayment`: four lines, each ended by `\n`, under the merchant's key. The one
 * that wechatpay-node-v3 makes is not used: its nonce comes from `Math.random`.
 */
export function signCheckout(appid: string, prepayId: string, privateKey: KeyObject, now: Date): JsapiParams {
  const timeStamp = String(Math.floor(now.getTime() / 1000));
  const nonceStr = randomBytes(16).toString('hex');
  const packageText = `prepay_id=${prepayId}`;
  const message = `${appid}\n${timeStamp}\n${nonceStr}\n${packageText}\n`;
  const paySign = sign('RSA-SHA256', Buffer.from(message), privateKey).toString('base64');
  return { appId: appid, timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign };
}
