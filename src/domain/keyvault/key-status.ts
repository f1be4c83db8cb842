import { min, minus, noPoints, type Points } from '../shared/points.ts';
import type { ApiKey } from './api-key.ts';
import { type KeyMeter, meterAt } from './key-meter.ts';

export const KEY_STATUSES = ['active', 'disabled', 'expired', 'rotated', 'exhausted'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

/** What the key is by itself. A rotated one counts until the end of its grace, and is disabled only as long as it could be enabled again. */
export function keyStatus(key: ApiKey, now: Date): Exclude<KeyStatus, 'exhausted'> {
  if (key.successorId !== null && (key.enabled || now >= key.expiresAt)) return 'rotated';
  if (!key.enabled) return 'disabled';
  return now < key.expiresAt ? 'active' : 'expired';
}

/** Does it pay for calls, however it is shown? */
export const isUsable = (key: ApiKey, now: Date): boolean => key.enabled && now < key.expiresAt;

export const countActive = (keys: readonly ApiKey[], now: Date): number =>
  keys.filter((key) => keyStatus(key, now) === 'active').length;

/** What its owner is shown: 积分耗尽 where an active key can pay for nothing until points are bought or its budget is raised. */
export function shownStatus(key: ApiKey, meter: KeyMeter, available: Points, now: Date): KeyStatus {
  const status = keyStatus(key, now);
  const isExhausted = available === noPoints || leftOf(key.totalBudget, meter.pointsTotal) === noPoints;
  return status === 'active' && isExhausted ? 'exhausted' : status;
}

/** How many points it may still take now: what the account has, within its budgets. */
export function spendable(key: ApiKey, meter: KeyMeter, available: Points, now: Date): Points {
  const { pointsToday, pointsTotal } = meterAt(meter, key, now);
  const limits = [leftOf(key.dailyBudget, pointsToday), leftOf(key.totalBudget, pointsTotal)];
  return limits.reduce((least: Points, limit) => (limit === null ? least : min(least, limit)), available);
}

/** Null: there is no such budget. A budget may have been lowered below what is spent. */
const leftOf = (budget: Points | null, spent: Points): Points | null =>
  budget === null ? null : minus(budget, min(budget, spent));
