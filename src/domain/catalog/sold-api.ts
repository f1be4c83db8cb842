import type { ApiCode } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';

export const API_STATUSES = ['normal', 'degraded', 'maintenance'] as const;
export type ApiStatus = (typeof API_STATUSES)[number];

/** An API that callers pay for with points. Its code is the scope of a key. */
export type SoldApi = {
  readonly code: ApiCode;
  readonly name: string;
  /** Where callers reach it, such as `/v1/images/recognize`. */
  readonly path: string;
  readonly pointsPerCall: Points;
  readonly status: ApiStatus;
  /** Shown to users while the status is not normal. */
  readonly notice: string;
};
