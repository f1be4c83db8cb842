import type { FundRow } from '../../../domain/ordering/trade-bill.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { type BillCells, fenIn, instantIn, readBillTable } from './read-bill-table.ts';

const columns = ['记账时间', '微信支付业务单号', '业务名称', '业务类型', '收支类型', '收支金额(元)'] as const;
type Cells = BillCells<(typeof columns)[number]>;

/** WeChat Pay, 资金账单, of the basic account. */
export const readFundBill = (bytes: AsyncIterable<Uint8Array>): AsyncIterable<FundRow[]> =>
  readBillTable(bytes, columns, readRow);

/**
 * What payments and refunds move. Withdrawals and the like are not in the trade bill, and neither is what follows on the closing of a
 * refund: both kinds of its flows are under the name 退款 and the other way round.
 */
const KINDS: ReadonlyMap<string, FundRow['kind']> = new Map([
  ['交易 交易', 'money'],
  ['交易 扣除交易手续费', 'fee'],
  ['退款 退款', 'money'],
  ['退款 退还交易手续费', 'fee'],
]);

const SIGNS: ReadonlyMap<string, 1 | -1> = new Map([
  ['收入', 1],
  ['支出', -1],
]);

function readRow(cells: Cells): FundRow | null {
  const kind = KINDS.get(`${cells.业务名称} ${cells.业务类型}`);
  const sign = SIGNS.get(cells.收支类型);
  const at = instantIn(cells.记账时间);
  const amountFen = fenIn(cells['收支金额(元)']);
  if (sign === undefined) throw new ExchangeFault('unreadable', 'a fund bill whose money goes neither in nor out');
  if (kind === undefined) return null;
  return { providerNo: ownText(cells.微信支付业务单号), kind, changeFen: sign * amountFen, at };
}

/** A copy: whoever keeps a text that was cut out of a piece of the file keeps all of that piece. */
const ownText = (text: string): string => Buffer.from(text).toString();
