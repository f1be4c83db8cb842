import { yuan } from '../pay/yuan.ts';
import { beijingClockTime } from '../time/beijing-time.ts';
import type { Table } from './bill-text.ts';
import { feeFen, feeYuan, type Merchant, type TradeColumn, tradeValue } from './trade-columns.ts';
import type { RefundEntry, TradeEntry } from './trade-entries.ts';

export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND';

const trade: TradeColumn[] = [
  ...(['交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号', '用户标识'] as const),
  ...(['交易类型', '交易状态', '付款银行', '货币种类', '应结订单金额', '代金券金额'] as const),
];
const refundTimes: TradeColumn[] = ['退款申请时间', '退款成功时间'];
const refund: TradeColumn[] = ['微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态'];
const goods: TradeColumn[] = ['商品名称', '商户数据包', '手续费', '费率', '订单金额'];

const headersOf: Readonly<Record<TradeBillType, readonly TradeColumn[]>> = {
  ALL: [...trade, ...refund, ...goods, '申请退款金额', '费率备注'],
  SUCCESS: [...trade, ...goods, '费率备注'],
  REFUND: [...trade, ...refundTimes, ...refund, ...goods, '申请退款金额', '费率备注'],
};

const isOf = (type: TradeBillType, { kind }: TradeEntry): boolean =>
  type === 'ALL' || (type === 'SUCCESS') === (kind === 'payment');

/** A bill of refunds has columns of their own for the refund's times: 交易时间 is the payment's there. */
const shownValue = (type: TradeBillType, name: TradeColumn, entry: TradeEntry, merchant: Merchant): string =>
  type === 'REFUND' && name === '交易时间'
    ? beijingClockTime(entry.order.payment.paidAtMs)
    : tradeValue(name, entry, merchant);

export function tradeDetails(type: TradeBillType, entries: readonly TradeEntry[], merchant: Merchant): Table {
  const headers = headersOf[type];
  const rows = entries
    .filter((entry) => isOf(type, entry))
    .map((entry) => headers.map((name) => shownValue(type, name, entry, merchant)));
  return { headers, rows };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** A bill of payments is the only one with a shorter summary. */
export function tradeSummary(type: TradeBillType, all: readonly TradeEntry[]): Table {
  const entries = all.filter((entry) => isOf(type, entry));
  const refunds = entries.filter((entry): entry is RefundEntry => entry.kind === 'refund');
  const paid = yuan(sum(entries.map(({ kind, order }) => (kind === 'payment' ? order.amountFen : 0))));
  const refunded = yuan(sum(refunds.map((entry) => entry.refund.amountFen)));
  const columns: readonly (readonly [string, string])[] = [
    ['总交易单数', String(entries.length)],
    ['应结订单总金额', paid],
    ['退款总金额', refunded],
    ['充值券退款总金额', yuan(sum(refunds.map((entry) => entry.refund.discountFen)))],
    ['手续费总金额', feeYuan(sum(entries.map(feeFen)))],
    ['订单总金额', paid],
    ['申请退款总金额', refunded],
  ];
  const shown = columns.filter(([name]) => type !== 'SUCCESS' || !name.includes('退款'));
  return { headers: shown.map(([name]) => name), rows: [shown.map(([, value]) => value)] };
}
