import type { ApiKey } from '../../../domain/keyvault/api-key.ts';
import type { KeyMeter } from '../../../domain/keyvault/key-meter.ts';
import { type Network, parseNetwork } from '../../../domain/keyvault/network.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';

export type ApiKeyRow = {
  id: ApiKeyId;
  user_id: UserId;
  hint: string;
  name: string;
  scope: ApiCode[] | null;
  networks: string[] | null;
  rate_calls: number | null;
  rate_seconds: number | null;
  daily_budget: bigint | null;
  total_budget: bigint | null;
  enabled: boolean;
  successor_id: ApiKeyId | null;
  created_at: Date;
  expires_at: Date;
};

export const toApiKey = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  hint: row.hint,
  scope: row.scope ?? 'all',
  networks: toNetworks(row.networks),
  rateLimit:
    row.rate_calls === null || row.rate_seconds === null ? null : { calls: row.rate_calls, seconds: row.rate_seconds },
  dailyBudget: row.daily_budget === null ? null : points(row.daily_budget),
  totalBudget: row.total_budget === null ? null : points(row.total_budget),
  enabled: row.enabled,
  successorId: row.successor_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export const fromApiKey = (key: ApiKey): ApiKeyRow => ({
  id: key.id,
  user_id: key.userId,
  hint: key.hint,
  name: key.name,
  scope: key.scope === 'all' ? null : [...key.scope],
  networks: key.networks && [...key.networks],
  rate_calls: key.rateLimit?.calls ?? null,
  rate_seconds: key.rateLimit?.seconds ?? null,
  daily_budget: key.dailyBudget,
  total_budget: key.totalBudget,
  enabled: key.enabled,
  successor_id: key.successorId,
  created_at: key.createdAt,
  expires_at: key.expiresAt,
});

/** PostgreSQL writes a few addresses otherwise (`::1.2.0.0/112`) than the domain does. */
export const toNetworks = (texts: readonly string[] | null): Network[] | null =>
  texts?.map((text) => parseNetwork(text) as Network) ?? null;

/** A day as text: pg would make an instant of it. */
export const METER_COLUMNS = `key_id, to_char(day, 'YYYY-MM-DD') as day, calls_today, points_today, points_total, rate_window,
  calls_in_window, last_used_at`;

export type MeterRow = {
  key_id: ApiKeyId;
  day: BeijingDay;
  calls_today: number;
  points_today: bigint;
  points_total: bigint;
  rate_window: bigint;
  calls_in_window: number;
  last_used_at: Date | null;
};

export const toMeter = (row: MeterRow): KeyMeter => ({
  day: row.day,
  callsToday: row.calls_today,
  pointsToday: points(row.points_today),
  pointsTotal: points(row.points_total),
  window: row.rate_window,
  callsInWindow: row.calls_in_window,
  lastUsedAt: row.last_used_at,
});

export const fromMeter = (meter: KeyMeter): Omit<MeterRow, 'key_id'> => ({
  day: meter.day,
  calls_today: meter.callsToday,
  points_today: meter.pointsToday,
  points_total: meter.pointsTotal,
  rate_window: meter.window,
  calls_in_window: meter.callsInWindow,
  last_used_at: meter.lastUsedAt,
});
