import { csvText } from '../../../adapters/http/statement-csv.ts';
import { feeAsYuan, milliFen } from '../../../domain/ordering/reconciliation/milli-fen.ts';
import type { Report, ReportedDifference } from '../../../domain/ordering/reconciliation/report.ts';
import { fen } from '../../../domain/shared/fen.ts';
import { inColumns } from '../../system/catalog-file/in-columns.ts';
import { asYuan } from '../yuan.ts';
import { differenceJson, differenceShape, reportJson } from './report-shape.ts';

/** For people: what was compared, and a line for each difference. */
export const reportText = (report: Report, differences: readonly ReportedDifference[]): string =>
  [...summaryLines(report), ...(differences.length > 0 ? ['', ...differenceLines(report, differences)] : [])].join(
    '\n',
  );

function summaryLines(report: Report): string[] {
  const json = reportJson(report);
  const yuan = (amountFen: number): string => asYuan(fen(amountFen));
  return [
    `${report.day}  merchant ${json.mchid}  ${json.id}  by ${json.asked_by ?? 'the worker of the night'}`,
    `${json.payments} payments of ¥${yuan(json.paid_fen)}, ${json.refunds} refunds of ¥${yuan(json.refunded_fen)}, ` +
      `fees ¥${feeAsYuan(milliFen(json.fees_milli_fen))}`,
    `${json.matched} matched, ${differencesText(report)}`,
    ...(json.foreign > 0 ? [`${json.foreign} lines are of other systems of the merchant`] : []),
    ...(json.not_booked_yet > 0 ? [`${json.not_booked_yet} lines are in the fund bill of the next day`] : []),
    ...json.not_in_this_bill.map(
      ({ gateway, payments, amount_fen }) =>
        `not in this bill: ${payments} payments of ¥${yuan(amount_fen)} through ${gateway}`,
    ),
  ];
}

export const differencesText = ({ found, open }: Report): string =>
  found === open ? counted(found) : `${counted(found)}, of which ${found - open} resolved`;

const counted = (count: number): string => (count === 1 ? '1 difference' : `${count} differences`);

const differenceLines = (report: Report, differences: readonly ReportedDifference[]): string[] =>
  inColumns(
    differences.map((difference) => {
      const { no, subject, field, ours, theirs, suggestion, ...json } = differenceJson(report, difference);
      const number = json.out_refund_no ?? json.out_trade_no ?? json.provider_no ?? '-';
      const next = json.resolved_at ? 'resolved' : suggestion;
      return [String(no), json.class, `${subject} ${number}`, `${field}: ${ours} | ${theirs}`, next];
    }),
  );

const COLUMNS = Object.keys(differenceShape.shape) as (keyof typeof differenceShape.shape)[];

/** For spreadsheets, RFC 4180; the mark in front says that it is UTF-8. */
export const reportCsv = (report: Report, differences: readonly ReportedDifference[]): string =>
  [['report', 'day', ...COLUMNS], ...differences.map((difference) => csvRow(report, difference))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('')
    .replace(/^/, '\uFEFF');

function csvRow(report: Report, difference: ReportedDifference): string[] {
  const json = differenceJson(report, difference);
  const cells = COLUMNS.map((name) => json[name]);
  return [reportJson(report).id, report.day, ...cells.map(cellText)];
}

const cellText = (cell: string | number | Date | null): string =>
  csvText(cell instanceof Date ? cell.toISOString() : String(cell ?? ''));
