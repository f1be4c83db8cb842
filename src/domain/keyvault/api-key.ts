import { addBeijingMonths, endOfBeijingDay } from '../shared/beijing-time.ts';
import type { ApiCode, ApiKeyId, UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Network } from './network.ts';

/** Which APIs a key may call. */
export type Scope = 'all' | readonly ApiCode[];

/** How long a key may live. */
export const KEY_LIFETIMES_MONTHS = [1, 3, 6, 12] as const;
export type KeyLifetimeMonths = (typeof KEY_LIFETIMES_MONTHS)[number];

export const KEY_NAME_MAX_LENGTH = 20;
/** In place of the name that a user gave, once the user is gone. */
export const ERASED_KEY_NAME = '已删除';
/** Keys that can be used at one time; disabled and expired ones do not count. */
export const KEYS_PER_USER = 20;
/** All keys of a user, so that issuing and disabling in turn comes to an end. */
export const KEYS_KEPT_PER_USER = 200;

export type ApiKey = {
  readonly id: ApiKeyId;
  readonly userId: UserId;
  readonly name: string;
  /** What is shown of the token: enough to recognise it, too little to use it. */
  readonly hint: string;
  readonly scope: Scope;
  /** Where its callers may be. Null: anywhere. */
  readonly networks: readonly Network[] | null;
  /** How many calls in each window of so many seconds; windows start at multiples of that. Null: as many as there are points. */
  readonly rateLimit: { readonly calls: number; readonly seconds: number } | null;
  /** Points on one day in Beijing. Null: all that the account has. */
  readonly dailyBudget: Points | null;
  /** Points over the life of the key. */
  readonly totalBudget: Points | null;
  readonly enabled: boolean;
  /** The key that a rotation has put in its place. It counts until it expires, which is then at the end of the grace. */
  readonly successorId: ApiKeyId | null;
  readonly createdAt: Date;
  /** The first instant at which it is refused. */
  readonly expiresAt: Date;
};

/** A key lives to the end of its last day in Beijing. */
export const keyExpiry = (createdAt: Date, months: KeyLifetimeMonths): Date =>
  endOfBeijingDay(addBeijingMonths(createdAt, months));
