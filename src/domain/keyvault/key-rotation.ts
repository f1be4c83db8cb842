import type { ApiKeyId } from '../shared/ids.ts';
import { type ApiKey, type KeyLifetimeMonths, keyExpiry } from './api-key.ts';
import { endOfGrace } from './credential.ts';
import type { KeyMeter } from './key-meter.ts';
import { type KeyStatus, keyStatus } from './key-status.ts';

export type Rotation = {
  readonly successorId: ApiKeyId;
  readonly hint: string;
  readonly graceMs: number;
  readonly lifetimeMonths: KeyLifetimeMonths;
  readonly now: Date;
};
export type RotationDecision =
  | { readonly kind: 'possible'; readonly earlier: ApiKey; readonly successor: ApiKey }
  /** Only what can be used is put in the place of something. */
  | { readonly kind: 'not_active'; readonly status: KeyStatus };

/**
 * Another key with the same terms in the place of this one, which counts on for the grace, and never longer than it would
 * have anyway. Without a grace, the earlier one is disabled as well.
 */
export function decideRotation(
  key: ApiKey,
  { successorId, hint, graceMs, lifetimeMonths, now }: Rotation,
): RotationDecision {
  const status = keyStatus(key, now);
  if (status !== 'active') return { kind: 'not_active', status };
  const graceEnd = endOfGrace(now, graceMs);
  const expiresAt = key.expiresAt < graceEnd ? key.expiresAt : graceEnd;
  return {
    kind: 'possible',
    // What is to end at once stays ended, even where the clock is set back.
    earlier: { ...key, successorId, expiresAt, enabled: graceMs > 0 },
    successor: { ...key, id: successorId, hint, createdAt: now, expiresAt: keyExpiry(now, lifetimeMonths) },
  };
}

/** What was spent counts on, so that no rotation renews a budget. The calls of the day are each key's own. */
export const meterOfSuccessor = (earlier: KeyMeter): KeyMeter => ({ ...earlier, callsToday: 0, lastUsedAt: null });
