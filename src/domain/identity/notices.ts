import type { NoticeId, UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Notice, NoticeKind } from './notice.ts';

/** `tries` have been begun. */
export type DueNotice = Notice & { readonly tries: number };

export type NoticeEnd =
  | { readonly state: 'sent' }
  /** Not wanted, or not possible: nothing is wrong. */
  | { readonly state: 'skipped'; readonly reason: SkipReason }
  | { readonly state: 'failed'; readonly reason: string };
export type SkipReason =
  | 'no_template'
  | 'notifications_off'
  | 'no_openid'
  | 'no_consent'
  /** WeChat knows of no consent (43101). */
  | 'refused_by_user';

/** Port. What users are to be told: an outbox. */
export interface Notices {
  /** False: the user has been told of this, or is about to be. */
  add(notice: Notice, dueAt: Date): Promise<boolean>;
  /** Notices that are due, the one due longest first, locked; those that another transaction holds are left out. */
  takeDue(now: Date, limit: number): Promise<DueNotice[]>;
  scheduleTry(id: NoticeId, tries: number, at: Date): Promise<void>;
  /** What has ended stays so. */
  end(id: NoticeId, end: NoticeEnd, at: Date): Promise<void>;
  /** Is one of this kind on its way to the user? */
  hasPending(userId: UserId, kind: NoticeKind): Promise<boolean>;
  removeAllOf(userId: UserId): Promise<void>;
}

/** So many consents of a kind are counted, and no more: a user who taps a hundred times does not want a hundred messages. */
export const MOST_CONSENTS = 20;

/** Port. How many messages of each kind users have accepted and not got yet (一次性订阅: one acceptance, one message). */
export interface Consents {
  countOf(userId: UserId): Promise<ReadonlyMap<NoticeKind, number>>;
  /** One more, up to `MOST_CONSENTS`. */
  add(userId: UserId, kind: NoticeKind): Promise<void>;
  /** One less, if there is any. */
  take(userId: UserId, kind: NoticeKind): Promise<void>;
  clear(userId: UserId, kind: NoticeKind): Promise<void>;
  /** Users after this one, in the order of their ids, who are active, want messages, and have accepted one of this kind. */
  listWilling(kind: NoticeKind, page: { readonly after: UserId | null; readonly limit: number }): Promise<UserId[]>;
  removeAllOf(userId: UserId): Promise<void>;
}

/** Port. At or below which level of points each user was last seen; null: above all. Without a mark: never looked at. */
export interface LowPointsMarks {
  find(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Points | null>>;
  put(userId: UserId, level: Points | null, at: Date): Promise<void>;
  removeAllOf(userId: UserId): Promise<void>;
}
