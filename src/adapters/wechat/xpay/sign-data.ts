import type { FrozenRequest, PaymentIntent } from '../../../domain/ordering/payment-gateway.ts';
import { productIdOf } from './product-id.ts';
import { merchantOf, type XpaySettings } from './settings.ts';

/**
 * `signData` of `wx.requestVirtualPayment` for 道具直购. It goes to the phone as this very text, under our signature, and WeChat
 * takes one number with one text. No field beside these: `platform`, which older samples have, makes the phone fail.
 */
export function freezeSignData(intent: PaymentIntent, settings: XpaySettings): FrozenRequest {
  const signData = {
    offerId: settings.offerId,
    buyQuantity: 1,
    env: settings.env,
    currencyType: 'CNY',
    productId: productIdOf(intent.packageCode, intent.amountFen),
    goodsPrice: intent.amountFen,
    outTradeNo: intent.outTradeNo,
    attach: '',
  };
  return { appid: settings.appid, mchid: merchantOf(settings), body: JSON.stringify(signData) };
}
