import type { ProviderRefund } from '../../../domain/ordering/payment-gateway.ts';
import type { BillRow } from '../../../domain/ordering/trade-bill.ts';
import { type Fen, fen } from '../../../domain/shared/fen.ts';
import type { OutRefundNo, OutTradeNo, TransactionId } from '../../../domain/shared/ids.ts';
import { ExchangeFault } from '../exchange-fault.ts';

const columns = [
  ...(['交易时间', '商户号', '微信订单号', '商户订单号', '交易状态', '订单金额'] as const),
  ...(['微信退款单号', '商户退款单号', '申请退款金额', '退款状态'] as const),
] as const;
type Column = (typeof columns)[number];
type Line = (name: Column) => string;

/**
 * WeChat Pay, 交易账单, type ALL: UTF-8, perhaps with a byte order mark, lines ended by CRLF or LF, columns found by their
 * names, a backtick before every value. Throws `ExchangeFault` for anything else: a row that is skipped could be money.
 */
export function readTradeBill(text: string): BillRow[] {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = header.split(',');
  const missing = columns.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new ExchangeFault('unreadable', `a bill without ${missing.join(', ')}`);
  const end = lines.findIndex((line) => !line.startsWith('`'));
  if (end < 0) throw new ExchangeFault('unreadable', 'a bill without a summary');
  return lines.slice(0, end).flatMap((line, index) => readRow(toLine(line, names, index + 2)));
}

/** No value is quoted, so that a comma in somebody's product name is told from a border by the backtick alone. */
function toLine(text: string, names: readonly string[], number: number): Line {
  const values = text.slice(1).split(',`');
  if (values.length !== names.length) {
    throw new ExchangeFault('unreadable', `line ${number} of a bill has ${values.length} values for ${names.length}`);
  }
  return (name) => (values[names.indexOf(name)] as string).trim();
}

function readRow(line: Line): BillRow[] {
  const about = { mchid: line('商户号'), transactionId: line('微信订单号') as TransactionId };
  const [at, outTradeNo] = [instant(line('交易时间')), line('商户订单号') as OutTradeNo];
  switch (line('交易状态')) {
    case 'SUCCESS':
      return [{ kind: 'payment', ...about, outTradeNo, amountFen: yuan(line('订单金额')), paidAt: at }];
    case 'REFUND':
      return [{ kind: 'refund', ...about, refund: readRefund(line, outTradeNo), acceptedAt: at }];
    default:
      // REVOKED and the like belong to ways of paying that we do not offer.
      return [];
  }
}

const statuses: ReadonlyMap<string, ProviderRefund['status']> = new Map([
  ['SUCCESS', 'succeeded'],
  ['CLOSED', 'closed'],
]);

/** A bill is never corrected, so that of a refund under way only a question tells more. */
const readRefund = (line: Line, outTradeNo: OutTradeNo): ProviderRefund => ({
  outRefundNo: line('商户退款单号') as OutRefundNo,
  outTradeNo,
  refundId: line('微信退款单号'),
  refundFen: yuan(line('申请退款金额')),
  status: statuses.get(line('退款状态')) ?? 'processing',
  succeededAt: null,
});

/** `9.90` as 990: by its digits, since 9.90 × 100 is not 990 in floating point. */
function yuan(text: string): Fen {
  const [, whole, cents = ''] = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new ExchangeFault('unreadable', 'a bill with an amount that is none');
  return fen(Number(whole + cents.padEnd(2, '0')));
}

/** `2026-01-15 12:00:00`, in Beijing. */
function instant(text: string): Date {
  const at = new Date(`${text.replace(' ', 'T')}+08:00`);
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new ExchangeFault('unreadable', 'a bill with a time that is none');
}
