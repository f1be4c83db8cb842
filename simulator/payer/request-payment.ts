import type { Context } from '../context.ts';
import { signedMessage, verifiesRsa } from '../crypto/rsa-signature.ts';
import { isFresh, type Order } from '../state/order.ts';
import { refusePayment } from './attempt-payment.ts';

/** The strings that a mini-program hands to `wx.requestPayment`. */
export type PaymentParams = Readonly<
  Record<'appId' | 'timeStamp' | 'nonceStr' | 'package' | 'signType' | 'paySign', string>
>;

export type CashierOpening =
  | { readonly kind: 'opened'; readonly outTradeNo: string }
  | { readonly kind: 'failed'; readonly reason: string };

const packagePrefix = 'prepay_id=';

function malformed(params: PaymentParams): string | undefined {
  if (!/^\d{10}$/.test(params.timeStamp)) return 'parameter error: timeStamp must be seconds';
  if (!/^[\x21-\x7e]{1,32}$/.test(params.nonceStr)) return 'parameter error: nonceStr must be 1 to 32 characters';
  if (!params.package.startsWith(packagePrefix)) return 'parameter error: package must be prepay_id=…';
  return params.signType === 'RSA' ? undefined : 'parameter error: signType must be RSA';
}

/** Four lines, signed with the key that signs the merchant's requests (WeChat Pay, calling up the cashier). */
function isSignedByMerchant({ keyring }: Context, params: PaymentParams): boolean {
  const message = signedMessage([params.appId, params.timeStamp, params.nonceStr, params.package]);
  return verifiesRsa(message, params.paySign, keyring.merchantPublicKey);
}

function checkPrepay(order: Order, prepayId: string, openid: string, nowMs: number): string | undefined {
  const prepay = order.prepays.find(({ handle }) => handle === prepayId);
  if (order.tradeType !== 'JSAPI' || !prepay) return 'prepay_id无效';
  if (!isFresh(prepay, nowMs)) return 'prepay_id已过期';
  if (order.payerOpenid !== openid) return '支付用户与下单用户不一致';
  return refusePayment(order, nowMs);
}

/** What WeChat checks between the tap on "pay" and the password page. */
export function requestPayment(context: Context, openid: string, params: PaymentParams): CashierOpening {
  const fail = (reason: string): CashierOpening => ({ kind: 'failed', reason });
  const complaint = malformed(params);
  if (complaint) return fail(complaint);
  if (params.appId !== context.credentials.merchant.appid) return fail('appId与当前小程序不一致');
  if (!isSignedByMerchant(context, params)) return fail('支付验证签名失败');
  const { orders, orderByPrepay } = context.store.world;
  const prepayId = params.package.slice(packagePrefix.length);
  const order = orders.get(orderByPrepay.get(prepayId) ?? '');
  if (!order) return fail('prepay_id无效');
  const refusal = checkPrepay(order, prepayId, openid, context.now());
  return refusal ? fail(refusal) : { kind: 'opened', outTradeNo: order.outTradeNo };
}
