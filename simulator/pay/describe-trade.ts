import type { SimulatorCredentials } from '../credentials/credentials.ts';
import { type Coupon, couponFenOf, type Order, type Payment, type TradeState, tradeStateOf } from '../state/order.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';

const tradeStateDescriptions: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
};

/** CASH: the coupon was paid for beforehand, here by WeChat, so that the merchant gets the whole total. */
const describeCoupon = ({ couponId, stockId, amountFen }: Coupon) => ({
  coupon_id: couponId,
  name: '微信支付代金券',
  scope: 'GLOBAL',
  type: 'CASH',
  amount: amountFen,
  stock_id: stockId,
  wechatpay_contribute: amountFen,
  merchant_contribute: 0,
  other_contribute: 0,
  currency: 'CNY',
});

function describePayment({ tradeType, amountFen }: Order, payment: Payment) {
  return {
    transaction_id: payment.transactionId,
    trade_type: tradeType,
    bank_type: 'OTHERS',
    success_time: beijingRfc3339(payment.paidAtMs),
    payer: { openid: payment.openid },
    amount: {
      total: amountFen,
      payer_total: amountFen - couponFenOf(payment),
      currency: 'CNY',
      payer_currency: 'CNY',
    },
    promotion_detail: payment.coupon ? [describeCoupon(payment.coupon)] : [],
  };
}

/** The object of the query answers, which is also the plain text of a payment notification. */
export function describeTrade({ appid, mchid }: SimulatorCredentials, order: Order, nowMs: number) {
  const tradeState = tradeStateOf(order, nowMs);
  return {
    appid,
    mchid,
    out_trade_no: order.outTradeNo,
    trade_state: tradeState,
    trade_state_desc: tradeStateDescriptions[tradeState],
    attach: order.attach,
    amount: { total: order.amountFen, currency: 'CNY', payer_currency: 'CNY' },
    scene_info: { device_id: order.deviceId },
    promotion_detail: [],
    ...(order.payment ? describePayment(order, order.payment) : {}),
  };
}
