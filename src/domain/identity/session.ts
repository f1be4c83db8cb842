import { addDays } from '../shared/beijing-time.ts';
import type { SessionId, UserId } from '../shared/ids.ts';

/** A signed-in client. Its token is opaque; at rest there is only its SHA-256. */
export type Session = {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly createdAt: Date;
  /** The first instant at which it is refused. Slides forward while it is used. */
  readonly expiresAt: Date;
};

const SESSION_DAYS = 30;

export const sessionExpiry = (now: Date): Date => addDays(now, SESSION_DAYS);

export const isAlive = (session: Session, now: Date): boolean => now < session.expiresAt;

/** The new expiry, or null while the present one is less than a day old: not every request needs a write. */
export function renewalOf(session: Session, now: Date): Date | null {
  const renewed = sessionExpiry(now);
  return addDays(session.expiresAt, 1) <= renewed ? renewed : null;
}
