import type { CallSummary, RefusedCalls } from '../api/types';
import { points } from './points';
import { relativeTime } from './relative-time';

/** What a row of 失败 shows: calls that were refused for one reason. */
export type RefusedView = {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly countText: string;
  readonly detail: string;
};

export const refusedView = (refused: RefusedCalls, now: Date): RefusedView => ({
  id: [refused.key_id, refused.api, refused.code, refused.first_at].join(' '),
  title: refused.api_name ?? refused.api,
  ...{ reason: refused.reason, countText: `${points(refused.calls)}次` },
  detail: `${refused.key_name ?? '已删除的 Key'} · ${relativeTime(refused.last_at, now)}`,
});

/** The figures at the top of API调用日志. */
export type SummaryView = { readonly calls: string; readonly points: string; readonly returned: string };

export const summaryView = ({ calls, points: spent, points_returned: returned }: CallSummary): SummaryView => ({
  ...{ calls: points(calls), points: points(spent), returned: points(returned) },
});
