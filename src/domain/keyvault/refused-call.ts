import { addDays } from '../shared/beijing-time.ts';
import type { ApiCode, ApiKeyId, UserId } from '../shared/ids.ts';
import type { KeyRefusal } from './key-policy.ts';
import type { TokenDigest } from './key-stores.ts';

/** Why calls with a known key were refused. */
export type RefusedCode = KeyRefusal['code'] | 'insufficient_points';

/** Refusals of one kind in one minute, counted. */
export type RefusedCalls = {
  readonly keyId: ApiKeyId;
  readonly apiCode: ApiCode;
  readonly code: RefusedCode;
  readonly calls: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
};

/** As they are noticed: by the token, before anybody has looked for its key. */
export type NoticedRefusals = Omit<RefusedCalls, 'keyId'> & { readonly digest: TokenDigest };

export const REFUSED_CALLS_KEPT_DAYS = 30;
export const keptSince = (now: Date): Date => addDays(now, -REFUSED_CALLS_KEPT_DAYS);

/** The minute to which a refusal is counted. */
export const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

export type RefusedCallsPage = {
  readonly keyId: ApiKeyId | null;
  /** Null: the first page. */
  readonly before: Date | null;
  readonly limit: number;
};

/** Port. What owners see of calls that were refused; no decision depends on it. */
export interface RefusedCallLog {
  /** Adds up what is of one minute, key, API and code. What belongs to no key is dropped. */
  add(noticed: readonly NoticedRefusals[]): Promise<void>;
  /** By the last one of each, newest first, strictly before `before`. */
  listOf(userId: UserId, page: RefusedCallsPage): Promise<RefusedCalls[]>;
  /** Gives how many rows. */
  removeBefore(at: Date, limit: number): Promise<number>;
}
