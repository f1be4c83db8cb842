import type { RefusedCalls, StatementLine } from '../api/types';
import { dateTime } from './dates';
import type { Label } from './key-status';

export type NewestCall = Label & { readonly apiText: string; readonly timeText: string; readonly note: string };

/** How the last call went: what was served stands on the statement, what was refused in a log of its own. */
export function newestCall(
  served: StatementLine | undefined,
  refused: RefusedCalls | undefined,
): NewestCall | undefined {
  if (!refused) return served && succeeded(served);
  if (served && new Date(served.at) >= new Date(refused.last_at)) return succeeded(served);
  const { api, api_name: name, last_at: at, reason } = refused;
  return { text: '失败', tone: 'danger', apiText: name ?? api, timeText: dateTime(at), note: reason };
}

const succeeded = (line: StatementLine): NewestCall => ({
  ...{ text: '成功', tone: 'success', apiText: calledApi(line), timeText: dateTime(line.at), note: '' },
});

/** Which API a line is about. */
export function calledApi({ reason, title }: StatementLine): string {
  return reason?.kind === 'call' ? (reason.api_name ?? reason.api) : title;
}
