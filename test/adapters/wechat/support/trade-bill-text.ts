/** WeChat's columns of a bill of type ALL, in its order. */
export const BILL_COLUMNS = [
  ...['交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号', '用户标识', '交易类型'],
  ...['交易状态', '付款银行', '货币种类', '应结订单金额', '代金券金额', '微信退款单号', '商户退款单号', '退款金额'],
  ...[
    '充值券退款金额',
    '退款类型',
    '退款状态',
    '商品名称',
    '商户数据包',
    '手续费',
    '费率',
    '订单金额',
    '申请退款金额',
    '费率备注',
  ],
];

type Values = Readonly<Record<string, string>>;

const PAYMENT: Values = {
  交易时间: '2026-01-15 12:00:42',
  公众账号ID: 'wxd678efh567hg6787',
  商户号: '1230000109',
  特约商户号: '0',
  微信订单号: '4200000925202601150000000001',
  商户订单号: 'PT20260101000001',
  用户标识: 'o-the-buyer',
  交易类型: 'JSAPI',
  交易状态: 'SUCCESS',
  付款银行: 'OTHERS',
  货币种类: 'CNY',
  应结订单金额: '9.90',
  代金券金额: '0.00',
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  充值券退款金额: '0.00',
  商品名称: 'API积分充值',
  手续费: '0.06000',
  费率: '0.60%',
  订单金额: '9.90',
  申请退款金额: '0.00',
};

export const aPaymentLine = (change: Values = {}): Values => ({ ...PAYMENT, ...change });

export const aRefundLine = (change: Values = {}): Values => ({
  ...PAYMENT,
  交易时间: '2026-01-15 18:30:00',
  交易状态: 'REFUND',
  应结订单金额: '0.00',
  订单金额: '0.00',
  微信退款单号: '50300000012026011500000000001',
  商户退款单号: `${'0'.repeat(31)}1`,
  退款金额: '4.95',
  申请退款金额: '4.95',
  退款类型: 'ORIGINAL',
  退款状态: 'SUCCESS',
  手续费: '-0.03000',
  ...change,
});

/** A bill as it is read: some bytes at a time, so few that characters and lines are cut. */
export async function* inPieces(text: string): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
}

/** All of what comes some at a time. */
export async function gathered<Row>(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

type Shape = { readonly bom?: boolean; readonly newline?: string; readonly columns?: readonly string[] };

export function aBillText(lines: readonly Values[], shape: Shape = {}): string {
  const { bom = false, newline = '\r\n', columns = BILL_COLUMNS } = shape;
  const row = (values: Values): string => columns.map((name) => `\`${values[name] ?? ''}`).join(',');
  const summary = ['总交易单数,应结订单总金额,退款总金额', `\`${lines.length},\`9.90,\`4.95`];
  return `${bom ? '\ufeff' : ''}${[columns.join(','), ...lines.map(row), ...summary, ''].join(newline)}`;
}
