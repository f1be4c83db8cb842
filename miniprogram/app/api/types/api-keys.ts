import type { Instant } from './common';

export type KeyStatus = 'active' | 'disabled' | 'expired' | 'rotated' | 'exhausted';
export type KeyScope = 'all' | readonly string[];
export type RateLimit = { readonly calls: number; readonly seconds: number };
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  /** The end of the token. */
  readonly hint: string;
  readonly status: KeyStatus;
  readonly scope: KeyScope;
  readonly networks: readonly string[] | null;
  readonly rate_limit: RateLimit | null;
  readonly daily_budget: number | null;
  readonly total_budget: number | null;
  readonly spendable_points: number;
  readonly calls_today: number;
  readonly points_today: number;
  readonly points_total: number;
  readonly last_used_at: Instant | null;
  readonly created_at: Instant;
  readonly expires_at: Instant;
  readonly successor_id: string | null;
};
/** Shown once: nobody, we included, can show it again. */
export type NewApiKey = ApiKey & { readonly token: string };
export type RotatedApiKey = NewApiKey & { readonly earlier: { readonly id: string; readonly expires_at: Instant } };
export type ApiKeyList = { readonly api_keys: readonly ApiKey[] };
export type KeyTerms = {
  readonly name?: string;
  readonly scope?: KeyScope;
  readonly networks?: readonly string[] | null;
  readonly rate_limit?: RateLimit | null;
  readonly daily_budget?: number | null;
  readonly total_budget?: number | null;
};
export type KeyLifetime = 1 | 3 | 6 | 12;
export type KeyWish = KeyTerms & { readonly name: string; readonly lifetime_months?: KeyLifetime };
