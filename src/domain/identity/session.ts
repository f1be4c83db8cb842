import { addDays } from '../shared/beijing-time.ts';
import type { SessionId, UserId } from '../shared/ids.ts';

export type SessionKind =
  | 'mini_program'
  /** Of the web checkout, signed in by a scan. */
  | 'web'
  /** Opened by a backend service for its user: buys, and does nothing else. */
  | 'checkout';

/** A signed-in client. Its token is opaque; at rest there is only its SHA-256. */
export type Session = {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly kind: SessionKind;
  /** What the client says it is, for the user to recognise it by. */
  readonly device: string | null;
  readonly createdAt: Date;
  /** To the hour. */
  readonly lastUsedAt: Date;
  /** The first instant at which it is refused. Slides forward while it is used, up to a year; that of a checkout does not. */
  readonly expiresAt: Date;
};

const SESSION_DAYS = 30;
/** However much it is used, its user signs in again after so long. */
const LONGEST_SESSION_DAYS = 365;
const HOUR_MS = 3_600_000;
export const DEVICE_MAX_LENGTH = 64;

export const sessionExpiry = (now: Date): Date => addDays(now, SESSION_DAYS);

export const isAlive = (session: Pick<Session, 'expiresAt'>, now: Date): boolean => now < session.expiresAt;

/** What using it changes, or null within an hour of the use before: not every request needs a write. */
export function useOf(session: Session, now: Date): Pick<Session, 'expiresAt' | 'lastUsedAt'> | null {
  if (now.getTime() - session.lastUsedAt.getTime() < HOUR_MS) return null;
  return { lastUsedAt: now, expiresAt: session.kind === 'checkout' ? session.expiresAt : slidExpiry(session, now) };
}

function slidExpiry({ createdAt }: Pick<Session, 'createdAt'>, now: Date): Date {
  const [slid, last] = [sessionExpiry(now), addDays(createdAt, LONGEST_SESSION_DAYS)];
  return slid < last ? slid : last;
}
