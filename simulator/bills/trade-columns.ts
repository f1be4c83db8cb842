import type { SimulatorCredentials } from '../credentials/credentials.ts';
import { feeFenOf, feeRate } from '../pay/fee.ts';
import { yuan } from '../pay/yuan.ts';
import { couponFenOf } from '../state/order.ts';
import { beijingClockTime } from '../time/beijing-time.ts';
import type { PaymentEntry, RefundEntry, TradeEntry } from './trade-entries.ts';

export type Merchant = Pick<SimulatorCredentials, 'appid' | 'mchid'>;

type Column = {
  readonly payment: (entry: PaymentEntry, merchant: Merchant) => string;
  readonly refund: (entry: RefundEntry, merchant: Merchant) => string;
};

const both = (value: (entry: TradeEntry, merchant: Merchant) => string): Column => ({ payment: value, refund: value });
const fixed = (payment: string, refund = payment): Column => ({ payment: () => payment, refund: () => refund });
const ofRefund = (refund: Column['refund'], payment: string): Column => ({ payment: () => payment, refund });
const ofPayment = (payment: Column['payment'], refund: string): Column => ({ payment, refund: () => refund });

export const feeFen = (entry: TradeEntry): number =>
  entry.kind === 'payment' ? feeFenOf(entry.order.amountFen) : -entry.refund.feeFen;

/** Whole fen, and yet with five digits. */
export const feeYuan = (amountFen: number): string => `${yuan(amountFen)}000`;

const timeOrNothing = (atMs: number | null): string => (atMs === null ? '' : beijingClockTime(atMs));

/** A charged coupon is settled like money: 应结订单金额 is the total, 退款金额 the refund asked for. */
const tradeColumns = {
  交易时间: both(({ atMs }) => beijingClockTime(atMs)),
  公众账号ID: both((_entry, { appid }) => appid),
  商户号: both((_entry, { mchid }) => mchid),
  特约商户号: fixed('0'),
  设备号: both(({ order }) => order.deviceId),
  微信订单号: both(({ order }) => order.payment.transactionId),
  商户订单号: both(({ order }) => order.outTradeNo),
  用户标识: both(({ order }) => order.payment.openid),
  交易类型: both(({ order }) => order.tradeType),
  交易状态: fixed('SUCCESS', 'REFUND'),
  付款银行: fixed('OTHERS'),
  货币种类: fixed('CNY'),
  应结订单金额: ofPayment(({ order }) => yuan(order.amountFen), '0.00'),
  代金券金额: ofPayment(({ order }) => yuan(couponFenOf(order.payment)), '0.00'),
  退款申请时间: ofRefund(({ atMs }) => beijingClockTime(atMs), ''),
  退款成功时间: ofRefund(({ succeededAtMs }) => timeOrNothing(succeededAtMs), ''),
  微信退款单号: ofRefund(({ refund }) => refund.refundId, '0'),
  商户退款单号: ofRefund(({ refund }) => refund.outRefundNo, '0'),
  退款金额: ofRefund(({ refund }) => yuan(refund.amountFen), '0.00'),
  充值券退款金额: ofRefund(({ refund }) => yuan(refund.discountFen), '0.00'),
  退款类型: fixed('', 'ORIGINAL'),
  退款状态: ofRefund(({ status }) => status, ''),
  商品名称: both(({ order }) => order.description),
  商户数据包: both(({ order }) => order.attach),
  手续费: both((entry) => feeYuan(feeFen(entry))),
  费率: fixed(feeRate),
  订单金额: ofPayment(({ order }) => yuan(order.amountFen), '0.00'),
  申请退款金额: ofRefund(({ refund }) => yuan(refund.amountFen), '0.00'),
  费率备注: fixed(''),
} satisfies Readonly<Record<string, Column>>;

export type TradeColumn = keyof typeof tradeColumns;

export const tradeValue = (name: TradeColumn, entry: TradeEntry, merchant: Merchant): string => {
  const column: Column = tradeColumns[name];
  return entry.kind === 'payment' ? column.payment(entry, merchant) : column.refund(entry, merchant);
};
