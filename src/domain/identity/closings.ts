import type { UserId } from '../shared/ids.ts';
import type { Closing } from './closing.ts';

/** Port. Accounts that are being closed; and, by a digest of their identities alone, people who have closed one. */
export interface Closings {
  find(userId: UserId): Promise<Closing | null>;
  /** In the place of the one that was. */
  put(closing: Closing): Promise<void>;
  /** Taken back, or come to its end. */
  remove(userId: UserId): Promise<void>;
  /** Those to be looked at by now, the longest overdue first. What another worker takes is left to it. */
  takeDue(now: Date, limit: number): Promise<UserId[]>;
  lookAgain(userId: UserId, at: Date): Promise<void>;
  /** Of every identity that the user has now. Nothing leads from there to the person, nor to this user. */
  remember(userId: UserId, closed: { readonly at: Date; readonly hasPaid: boolean }): Promise<void>;
  /** Has somebody with an identity of this user's paid for something under an account that is closed? */
  hasPaidBefore(userId: UserId): Promise<boolean>;
}
