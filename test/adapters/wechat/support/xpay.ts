import { createHmac } from 'node:crypto';
import type { XpaySettings } from '../../../../src/adapters/wechat/xpay/settings.ts';
import { XpayGateway } from '../../../../src/adapters/wechat/xpay/xpay-gateway.ts';
import type { RefundRequest } from '../../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OutRefundNo, TransactionId } from '../../../../src/domain/shared/ids.ts';
import type { LoopbackWechat, ReceivedRequest, Reply } from './loopback-wechat.ts';
import { anOutTradeNo } from './transactions.ts';
import { anApi, callsAmong, errcode, ok, queryOf, withToken } from './weixin.ts';

export const NUMBER = anOutTradeNo;
export const REFUND_NUMBER = 'RF20260101000001' as OutRefundNo;
export const SESSION_KEY = 'FUJPVE9opnEevvjQ+oBN1Q==';
export const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
export const CREATED_AT = 1_767_240_000;
export const PAID_AT = 1_767_240_060;

export const xpaySettings = (change: Partial<XpaySettings> = {}): XpaySettings => ({
  appid: 'wx0000000000000001',
  offerId: '1450',
  appKey: 'appkey',
  env: 0,
  ...change,
});

/** A gateway that talks to this WeChat, with the payer's session at hand. */
export function anXpayGateway(wechat: Pick<LoopbackWechat, 'baseUrl'>, change: Partial<XpaySettings> = {}) {
  const findSessionKey = async (): Promise<string> => SESSION_KEY;
  return new XpayGateway({ settings: xpaySettings(change), api: anApi({ baseUrl: wechat.baseUrl }), findSessionKey });
}

export const aRefundRequest = (change: Partial<RefundRequest> = {}): RefundRequest => ({
  outRefundNo: REFUND_NUMBER,
  outTradeNo: NUMBER,
  transactionId: '4200000925202101284997714292' as TransactionId,
  payerOpenid: OPENID,
  refundFen: fen(400),
  paidFen: fen(990),
  leftFen: fen(990),
  reason: '协商退款',
  ...change,
});

/** The `order` of query_order: a payment of 9.90 yuan that is paid and delivered. */
export const anOrder = (change: object = {}) => ({
  order_id: NUMBER,
  create_time: CREATED_AT,
  status: 4,
  order_fee: 990,
  coupon_fee: 0,
  paid_fee: 990,
  order_type: 0,
  refund_fee: 0,
  paid_time: PAID_AT,
  env_type: 1,
  left_fee: 990,
  wx_order_id: 'VPO260101120100000000001',
  channel_order_id: '202601010000000001',
  wxpay_order_id: '4200000925202101284997714292',
  ...change,
});

export const aRefund = (change: object = {}) =>
  anOrder({
    ...{ order_id: REFUND_NUMBER, order_type: 1, status: 1, paid_fee: 0, paid_time: 0, left_fee: 0, refund_fee: 400 },
    ...{ wx_order_id: 'VRO260101130000000000001', wxpay_order_id: '50300001' },
    ...change,
  });

export const noSuchOrder: Reply = errcode(268490002, '数据不存在 rid: 65a1-0b2c-77');

/** Answers query_order from this list by number, and everything else with `others`. */
export function knowing(orders: readonly { readonly order_id: string }[], ...others: Reply[]): Reply {
  const rest = withToken(...others);
  return (response, request) => {
    if (!request.path.startsWith('/xpay/query_order')) return rest(response, request);
    const found = orders.find(({ order_id }) => order_id === JSON.parse(request.body).order_id);
    (found ? ok({ order: found }) : noSuchOrder)(response, request);
  };
}

/** The calls of /xpay whose pay_sig is right, by name. */
export function signedCalls(requests: readonly ReceivedRequest[], appKey = 'appkey'): string[] {
  return callsAmong(requests).map((request) => {
    const path = request.path.split('?')[0] as string;
    const right = createHmac('sha256', appKey).update(`${path}&${request.body}`).digest('hex');
    return queryOf(request)['pay_sig'] === right ? path : `${path} (wrong pay_sig)`;
  });
}
