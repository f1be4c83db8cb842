import type { StatementLine } from '../../application/ledger/list-statement.ts';
import { beijingTimeOf } from '../../domain/shared/beijing-time.ts';
import { titleOf } from './statement-text.ts';

/** Spreadsheets take a file for UTF-8 only with the mark in front. */
export const CSV_HEAD = `\uFEFF时间（北京）,类型,积分变动,变动后积分,单号,接口,API Key,调用次数,说明\r\n`;

/** One line of the statement, RFC 4180. */
export const csvLine = (line: StatementLine): string => {
  const { reason } = line;
  const call = reason.kind === 'call' ? reason : null;
  const fields = [
    ...[beijingTimeOf(line.at), titleOf(line), String(line.change), String(line.balanceAfter)],
    ...[csvText(numberOf(reason)), csvText(call ? (call.apiName ?? call.apiCode) : '')],
    ...[csvText(call ? (call.keyName ?? '（已删除）') : ''), call ? String(call.quantity) : ''],
    csvText(reason.kind === 'adjustment' ? reason.reason : ''),
  ];
  return `${fields.join(',')}\r\n`;
};

function numberOf(reason: StatementLine['reason']): string {
  if (reason.kind === 'order') return reason.outTradeNo ?? '';
  return reason.kind === 'refund' ? (reason.outRefundNo ?? '') : '';
}

/**
 * Text that somebody has chosen. What a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, also full-width, and what it
 * skips in front of them) gets an apostrophe, which makes it text.
 */
export function csvText(text: string): string {
  const harmless = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
