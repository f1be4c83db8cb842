import type { Instant } from './common';

export type CallSummary = {
  readonly days: number;
  /** The first day, in Beijing: 2026-01-31. */
  readonly from: string;
  readonly calls: number;
  readonly points: number;
  readonly points_returned: number;
  readonly usage: readonly DayOfCalls[];
};
export type DayOfCalls = {
  readonly day: string;
  readonly api: string;
  readonly api_name: string | null;
  readonly calls: number;
  readonly points: number;
  readonly points_returned: number;
};
export type RefusedCalls = {
  readonly api: string;
  readonly api_name: string | null;
  readonly key_id: string;
  readonly key_name: string | null;
  readonly code: string;
  readonly reason: string;
  readonly calls: number;
  readonly first_at: Instant;
  readonly last_at: Instant;
};
export type RefusedPage = { readonly refused: readonly RefusedCalls[]; readonly next_cursor: string | null };
