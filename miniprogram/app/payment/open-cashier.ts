import type { Checkout } from '../api/types';
import { type CashierResult, cashierFailure } from '../shared/cashier-result';

/** WeChat's own payment sheet, with the parameters that the server has signed. */
export async function openCashier(checkout: Checkout): Promise<CashierResult> {
  try {
    await request(checkout);
    return { kind: 'done' };
  } catch (error) {
    return cashierFailure(error as { errMsg: string; errCode?: number });
  }
}

function request(checkout: Checkout): Promise<unknown> {
  if (checkout.gateway === 'jsapi') {
    const { timeStamp, nonceStr, package: prepay, signType, paySign } = checkout.params;
    return wx.requestPayment({ timeStamp, nonceStr, package: prepay, signType, paySign });
  }
  if (checkout.gateway === 'xpay') {
    // The typings want an object; WeChat wants the very text that was signed.
    const params = checkout.params as unknown as WechatMiniprogram.RequestVirtualPaymentOption;
    return new Promise((success, fail) => wx.requestVirtualPayment({ ...params, success, fail }));
  }
  return Promise.reject({ errMsg: 'requestPayment:fail 当前环境不支持该支付方式' });
}
