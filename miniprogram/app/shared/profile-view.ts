import type { StatementLine } from '../api/types';
import { dateTime } from './dates';
import { calledApi } from './newest-call';
import { signedPoints } from './points';

/** One of 最近3条扣费记录: 时间+接口+消耗量. */
export type ConsumedView = {
  readonly seq: number;
  readonly timeText: string;
  readonly apiText: string;
  readonly pointsText: string;
};

export const consumedView = (line: StatementLine): ConsumedView => ({
  ...{ seq: line.seq, timeText: dateTime(line.at), apiText: calledApi(line) },
  pointsText: `${signedPoints(line.points)}积分`,
});

/** `2张待申请` */
export const invoicesText = (requestable: number): string =>
  requestable > 0 ? `${requestable}张待申请` : '暂无待申请';
