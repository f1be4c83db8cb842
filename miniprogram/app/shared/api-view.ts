import type { ApiStatus, SoldApi } from '../api/types';
import { dateTime } from './dates';
import type { Tone } from './key-status';
import { points } from './points';
import { apiStatusText } from './service-status';
import { usageCurl } from './usage-curl';

const TONES: Readonly<Record<ApiStatus, Tone>> = { normal: 'success', degraded: 'warning', maintenance: 'danger' };

export type ApiStatusView = {
  readonly code: string;
  readonly name: string;
  readonly path: string;
  readonly statusText: string;
  readonly tone: Tone;
  readonly notice: string;
};

export const apiStatusView = ({ code, name, path, status, notice }: SoldApi): ApiStatusView => ({
  ...{ code, name, path, statusText: apiStatusText(status), tone: TONES[status] },
  notice: status === 'normal' ? '' : notice || `${name}接口${apiStatusText(status)}`,
});

export type ApiDocView = ApiStatusView & {
  readonly pointsText: string;
  readonly nextText: string;
  readonly curl: string;
};

/** A card of 文档中心. */
export const apiDocView = (api: SoldApi): ApiDocView => ({
  ...apiStatusView(api),
  pointsText: `${points(api.points_per_call)}积分/次`,
  nextText: api.next_price
    ? `自${dateTime(api.next_price.effective_from)}起 ${points(api.next_price.points_per_call)}积分/次`
    : '',
  curl: usageCurl(api.code),
});
