import type {
  Payment,
  PaymentGateway,
  PaymentIntent,
  Requested,
} from '../../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../../../../src/domain/shared/ids.ts';

export const anOutTradeNo = 'PT20260101000001' as OutTradeNo;

export function anIntent(overrides: Partial<PaymentIntent> = {}): PaymentIntent {
  return {
    outTradeNo: anOutTradeNo,
    amountFen: fen(990),
    description: '海马积分 1000点',
    payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    expiresAt: new Date('2026-01-01T04:05:06.789Z'),
    packageCode: 'points-10',
    ...overrides,
  };
}

/** An attempt as `gateway` freezes it. */
export function anAttemptOf(gateway: PaymentGateway, overrides: Partial<PaymentIntent> = {}): Requested {
  const intent = anIntent(overrides);
  return { intent, request: gateway.freeze(intent) };
}

/** A paid transaction in WeChat's words, with fields that we do not know. */
export function aTransaction(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    appid: 'wxd678efh567hg6787',
    mchid: '1230000109',
    out_trade_no: anOutTradeNo,
    transaction_id: '4200000985202103031441826014',
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    attach: '',
    success_time: '2026-01-01T12:00:00+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: 990, payer_total: 890, currency: 'CNY', payer_currency: 'CNY' },
    promotion_detail: [],
    ...overrides,
  };
}

/** The transaction above in our words. */
export const thePayment: Payment = {
  outTradeNo: anOutTradeNo,
  transactionId: '4200000985202103031441826014' as TransactionId,
  appid: 'wxd678efh567hg6787',
  mchid: '1230000109',
  amountFen: fen(990),
  currency: 'CNY',
  payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  paidAt: new Date('2026-01-01T04:00:00Z'),
};

export function anUnpaidTransaction(tradeState: string): Record<string, unknown> {
  const { appid, mchid, out_trade_no, amount } = aTransaction();
  return { appid, mchid, out_trade_no, amount, trade_state: tradeState, trade_state_desc: '订单未支付' };
}
