import { addDays, endOfBeijingDay } from '../shared/beijing-time.ts';

/** How often a user may change nickname or picture, per day in Beijing. */
export const PROFILE_CHANGES_PER_DAY = 10;
/** What counts, as the audit log names it. */
export const PROFILE_CHANGES = ['user.renamed', 'user.avatar_changed'] as const;

export type TooManyChanges = { readonly kind: 'profile_changes_too_frequent'; readonly retryAfterSeconds: number };

export const startOfBeijingDay = (now: Date): Date => addDays(endOfBeijingDay(now), -1);

/** Null: one more is allowed. */
export function judgeFrequency(changesToday: number, now: Date): TooManyChanges | null {
  if (changesToday < PROFILE_CHANGES_PER_DAY) return null;
  const leftMs = endOfBeijingDay(now).getTime() - now.getTime();
  return { kind: 'profile_changes_too_frequent', retryAfterSeconds: Math.ceil(leftMs / 1_000) };
}
