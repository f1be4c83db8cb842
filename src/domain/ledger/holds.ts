import type { AccountId, HoldId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Hold, HoldEnd } from './hold.ts';

export type NewHold = Omit<Hold, 'state' | 'draws' | 'availableAfter'>;

/** Port. What is said of holds beside the journal; the points move by deeds whose cause is the hold's id. */
export interface Holds {
  /** After the deed that took its points, under the account's lock. A second hold of one id is a fault. */
  add(hold: NewHold): Promise<void>;
  find(id: HoldId): Promise<Hold | null>;
  /** Under the account's lock. To end what is not open is a fault. */
  end(id: HoldId, as: HoldEnd): Promise<void>;
  countOpen(accountId: AccountId): Promise<number>;
  /** What all open holds of the account have taken. */
  sumOpen(accountId: AccountId): Promise<Points>;
  /** Open holds that are to be released by now, the longest overdue first. What another worker takes is left to it. */
  takeDue(now: Date, limit: number): Promise<HoldId[]>;
  /** When to try again to release it. */
  scheduleRelease(id: HoldId, at: Date): Promise<void>;
}
