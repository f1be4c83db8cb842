import type { ApiKey, SoldApi } from '../api/types';
import { dateTime, lastMoment, slashDate } from './dates';
import { type KeyView, keyView } from './key-view';
import { points } from './points';
import { rateText } from './rate-limit';

/** What the page of one key shows. */
export type KeyDetailView = KeyView & {
  readonly scopeText: string;
  readonly networksText: string;
  readonly dailyText: string;
  readonly totalText: string;
  readonly rateText: string;
  readonly createdText: string;
  readonly expiryText: string;
  /** Null: it has come to its end, and neither helps. */
  readonly switchTo: 'on' | 'off' | null;
  readonly canRotate: boolean;
};

export function keyDetailView(key: ApiKey, apis: readonly SoldApi[], now: Date): KeyDetailView {
  const { status } = key;
  return {
    ...keyView(key, now),
    scopeText: key.scope === 'all' ? '全部接口' : key.scope.map((code) => apiName(code, apis)).join('、'),
    networksText: key.networks ? key.networks.join('\n') : '不限',
    dailyText: budgetText(key.daily_budget, key.points_today),
    totalText: budgetText(key.total_budget, key.points_total),
    rateText: rateText(key.rate_limit),
    createdText: dateTime(key.created_at),
    // What a rotation lets live on ends within a day; everything else at midnight.
    expiryText: status === 'rotated' ? dateTime(key.expires_at) : slashDate(lastMoment(key.expires_at)),
    switchTo: switchOf(key, now),
    canRotate: status === 'active' || status === 'exhausted',
  };
}

function switchOf({ status, expires_at }: ApiKey, now: Date): 'on' | 'off' | null {
  if (now >= new Date(expires_at)) return null;
  return status === 'disabled' ? 'on' : 'off';
}

/** An API that is sold no longer is shown by its code. */
export const apiName = (code: string, apis: readonly SoldApi[]): string =>
  apis.find((api) => api.code === code)?.name ?? code;

/** `已用 5 / 上限 100` */
const budgetText = (budget: number | null, spent: number): string =>
  budget === null ? `已用 ${points(spent)} / 不限` : `已用 ${points(spent)} / 上限 ${points(budget)}`;
