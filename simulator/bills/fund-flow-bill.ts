import { yuan } from '../pay/yuan.ts';
import { beijingClockTime, beijingMidnight } from '../time/beijing-time.ts';
import { billDayMs } from '../time/limits.ts';
import type { Table } from './bill-text.ts';
import type { Flow } from './fund-flows.ts';

type BookedFlow = Flow & { readonly balanceFen: number };

/** The flows of one Beijing day, each with what was on the account after it. */
export function flowsOfDay(flows: readonly Flow[], day: string): BookedFlow[] {
  const beginMs = beijingMidnight(day);
  let balanceFen = 0;
  const booked = flows.map((flow) => {
    balanceFen += flow.changeFen;
    return { ...flow, balanceFen };
  });
  return booked.filter(({ atMs }) => atMs >= beginMs && atMs < beginMs + billDayMs);
}

const headers = [
  ...['记账时间', '微信支付业务单号', '资金流水单号', '业务名称', '业务类型', '收支类型'],
  ...['收支金额(元)', '账户结余(元)', '资金变更提交申请人', '备注', '业务凭证号'],
];

const row = (flow: BookedFlow): string[] => [
  ...[beijingClockTime(flow.atMs), flow.businessNo, flow.flowNo, flow.name, flow.type],
  ...[flow.changeFen > 0 ? '收入' : '支出', yuan(Math.abs(flow.changeFen)), yuan(flow.balanceFen)],
  ...[flow.applicant, flow.remark, flow.voucher],
];

export const fundFlowDetails = (flows: readonly BookedFlow[]): Table => ({ headers, rows: flows.map(row) });

export function fundFlowSummary(flows: readonly BookedFlow[]): Table {
  const income = flows.filter(({ changeFen }) => changeFen > 0);
  const expense = flows.filter(({ changeFen }) => changeFen < 0);
  const total = (some: readonly Flow[]): string =>
    yuan(Math.abs(some.reduce((sumFen, { changeFen }) => sumFen + changeFen, 0)));
  const values = [flows.length, income.length, total(income), expense.length, total(expense)];
  return { headers: ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额'], rows: [values.map(String)] };
}
