import type { UserId } from '../shared/ids.ts';
import type { FollowerEvent } from './follower.ts';
import type { Stamp } from './follower-message.ts';
import type { ScanMeaning } from './scan.ts';

/** A genuine event, kept before anything is done about it. */
export type StoredEvent = {
  /** Unique: a second one is a repetition. */
  readonly messageKey: string;
  readonly event: FollowerEvent;
  readonly receivedAt: Date;
};

/** What became of an event, for good. */
export type FollowerOutcome = {
  readonly kind:
    | 'followed'
    | 'scanned'
    | 'left'
    /** WeChat says that he does not follow, or not any more. */
    | 'not_following'
    /** Something newer of his was dealt with before. */
    | 'outdated';
  readonly userId: UserId | null;
  readonly scan: ScanMeaning;
};

export type TakenEvent =
  /** Locked for this transaction. */
  | { readonly kind: 'taken'; readonly event: FollowerEvent }
  | { readonly kind: 'handled'; readonly outcome: FollowerOutcome }
  /** In another transaction's hands, or not there. */
  | { readonly kind: 'busy' };

export type DueEvent = { readonly messageKey: string; readonly tries: number };

const TRY_DELAYS_MS = [10_000, 30_000, 120_000, 600_000, 3_600_000];

/** When the sweep tries again, after `tries`. The first pause leaves the event to the request that brought it. */
export function nextEventTryAt(tries: number, now: Date): Date {
  return new Date(now.getTime() + (TRY_DELAYS_MS[Math.min(tries, TRY_DELAYS_MS.length - 1)] as number));
}

/** A signature counts for five minutes before and after its time: twice that, and as much again for clocks that differ. */
const STAMP_LIFE_MS = 20 * 60_000;
export const stampsEndAt = (now: Date): Date => new Date(now.getTime() - STAMP_LIFE_MS);

/** Port. */
export interface FollowerInbox {
  /** False: it has come with another message before. */
  claimStamp(stamp: Stamp, messageKey: string, now: Date): Promise<boolean>;
  /** Those that were seen before `before` can be used for nothing any more. */
  forgetStamps(before: Date): Promise<void>;
  /** False: this event was stored before. */
  add(stored: StoredEvent): Promise<boolean>;
  take(messageKey: string): Promise<TakenEvent>;
  /** Events that are not handled and whose next try is due, locked; those that another transaction holds are left out. */
  takeDue(now: Date, limit: number): Promise<DueEvent[]>;
  scheduleTry(messageKey: string, tries: number, at: Date): Promise<void>;
  /** The event itself is forgotten: it names a person. */
  finish(messageKey: string, outcome: FollowerOutcome, at: Date): Promise<void>;
}
