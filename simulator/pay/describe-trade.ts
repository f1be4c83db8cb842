import type { SimulatorCredentials } from '../credentials/credentials.ts';
import { type Order, type Payment, type TradeState, tradeStateOf } from '../state/order.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';

const tradeStateDescriptions: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
};

/** No coupons here: the payer pays the total. */
function describePayment({ tradeType, amountFen }: Order, { transactionId, openid, paidAtMs }: Payment) {
  return {
    transaction_id: transactionId,
    trade_type: tradeType,
    bank_type: 'OTHERS',
    success_time: beijingRfc3339(paidAtMs),
    payer: { openid },
    amount: { total: amountFen, payer_total: amountFen, currency: 'CNY', payer_currency: 'CNY' },
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
