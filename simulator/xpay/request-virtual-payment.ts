import type { Context } from '../context.ts';
import { randomDigits } from '../crypto/random-text.ts';
import { beijingDigits } from '../time/beijing-time.ts';
import { checkGoods } from './check-goods.ts';
import { latestSessionKey } from './latest-session-key.ts';
import { statusOf } from './order-status.ts';
import { fail, type PhoneFailure } from './phone-failure.ts';
import { readSignData, type SignData } from './sign-data.ts';
import { appKeyOf, hmacHex, paySignature } from './xpay-signature.ts';
import type { PlacedXpayOrder } from './xpay-state.ts';

/** What a mini-program hands to `wx.requestVirtualPayment`. */
export type VirtualPaymentParams = Readonly<Record<'signData' | 'paySig' | 'signature' | 'mode', string>>;

export type PhoneOpening = { readonly kind: 'opened'; readonly outTradeNo: string };

function checkOffer({ credentials }: Context, data: SignData): PhoneFailure | undefined {
  if (data.offerId !== credentials.merchant.xpay.offerId) return fail(-15001, 'PARAM_ERROR: offerId');
  return data.currencyType === 'CNY' ? undefined : fail(-15004, 'CURRENCY_TYPE_INVALID');
}

/** The session key counts as text: it is not decoded (签名详解). */
function checkSignatures(
  context: Context,
  openid: string,
  { signData, paySig, signature }: VirtualPaymentParams,
  { env }: SignData,
): PhoneFailure | undefined {
  const appKey = appKeyOf(context.credentials.merchant.xpay, env);
  if (paySig !== paySignature(appKey, 'requestVirtualPayment', Buffer.from(signData))) {
    return fail(-15006, 'PAY_SIG_INVALID');
  }
  const sessionKey = latestSessionKey(context, openid);
  if (sessionKey === undefined) return fail(-15007, 'SESSION_KEY_EXPIRED');
  return signature === hmacHex(sessionKey, signData) ? undefined : fail(-15005, 'SIGNATURE_INVALID');
}

function orderFrom(data: SignData, openid: string, signData: string, nowMs: number): PlacedXpayOrder {
  return {
    outTradeNo: data.outTradeNo,
    wxOrderId: `VPO${beijingDigits(nowMs).slice(2)}${randomDigits(9)}`,
    openid,
    env: data.env,
    signData,
    productId: data.productId,
    quantity: data.buyQuantity,
    feeFen: data.goodsPrice * data.buyQuantity,
    attach: data.attach,
    createdAtMs: nowMs,
  };
}

/** A number is used once; the very same request opens the cashier again while the order is unpaid. */
function openOrder({ store, now }: Context, order: PlacedXpayOrder): PhoneOpening | PhoneFailure {
  const { xpay, push } = store.world;
  const existing = xpay.orders.get(order.outTradeNo);
  if (!existing) store.record({ kind: 'xpay_order_placed', order });
  else if (
    existing.signData !== order.signData ||
    existing.openid !== order.openid ||
    statusOf(existing, push, now()) !== 1
  ) {
    return fail(-15002, 'OUT_TRADE_NO_DUPLICATE');
  }
  return { kind: 'opened', outTradeNo: order.outTradeNo };
}

/** What WeChat checks between the tap on "buy" and the password page. */
export function requestVirtualPayment(
  context: Context,
  openid: string,
  params: VirtualPaymentParams,
): PhoneOpening | PhoneFailure {
  if (params.mode !== 'short_series_goods') return fail(-15001, 'PARAM_ERROR: mode');
  const reading = readSignData(params.signData);
  if (reading.kind === 'malformed') return fail(-15016, 'SIGN_DATA_FORMAT_ERROR');
  if (reading.kind === 'wrong_field') return fail(-15001, `PARAM_ERROR: ${reading.field} ${reading.reason}`);
  const { value } = reading;
  const refusal =
    checkOffer(context, value) ?? checkSignatures(context, openid, params, value) ?? checkGoods(context, value);
  if (refusal) return refusal;
  return openOrder(context, orderFrom(value, openid, params.signData, context.now()));
}
