import { hexOf } from '../shared/bytes.ts';
import type { LoginTicketId, UserId } from '../shared/ids.ts';

type Asked = {
  readonly id: LoginTicketId;
  /** What the code carries to WeChat and back. It says nothing of the id, so that who sees the code cannot claim. */
  readonly scene: string;
  /** What the browser says it is, for the user to recognise it by. */
  readonly device: string | null;
  /** Where it was asked for from, as far as limits tell clients apart. */
  readonly askedFrom: string;
  readonly createdAt: Date;
  /** The first instant at which it is good for nothing. */
  readonly expiresAt: Date;
};
type Answered = Asked & { readonly userId: UserId; readonly confirmedAt: Date };
export type WaitingTicket = Asked & { readonly state: 'waiting' };
export type ConfirmedTicket = Answered & { readonly state: 'confirmed' };
export type ClaimedTicket = Answered & { readonly state: 'claimed'; readonly claimedAt: Date };
/** By the user who was asked on his phone. */
export type RefusedTicket = Asked & { readonly state: 'refused'; readonly userId: UserId };

/** A browser's wish to be signed in by a scan. One user confirms it, the browser that asked claims it, once. */
export type LoginTicket = WaitingTicket | ConfirmedTicket | ClaimedTicket | RefusedTicket;

export const TICKET_LIFE_MS = 5 * 60_000;
/** How long a browser has at least to fetch what was confirmed at the last moment. */
const CLAIM_TIME_MS = 60_000;

/** Waiting tickets that one client may ask for within `TICKET_WINDOW_MS`. */
export const TICKETS_PER_WINDOW = 10;
export const TICKET_WINDOW_MS = 60_000;

/** Tickets are of no interest to anybody any more. */
export const TICKET_KEPT_MS = 24 * 60 * 60_000;

/** With its prefix it fills the 32 characters that the code of a mini-program may carry; 104 bits that nobody guesses. */
export const SCENE_RANDOM_BYTES = 13;
export const loginScene = (random: Uint8Array): string => `login:${hexOf(random)}`;
export const isLoginScene = (scene: string): boolean => /^login:[0-9a-f]{26}$/.test(scene);

export const newTicket = (
  asked: Pick<Asked, 'id' | 'scene' | 'device' | 'askedFrom'>,
  createdAt: Date,
): WaitingTicket => ({ ...asked, state: 'waiting', createdAt, expiresAt: after(createdAt, TICKET_LIFE_MS) });

/** What a ticket is to a user who has its code. */
export type Standing = 'waiting' | 'confirmed' | 'claimed' | 'login_ticket_expired' | 'login_ticket_used';

/** Whoever confirms first has it: to everybody else it is used. */
export function standingOf(ticket: LoginTicket, userId: UserId, now: Date): Standing {
  if (ticket.state === 'refused') return 'login_ticket_used';
  if (ticket.state !== 'waiting' && ticket.userId !== userId) return 'login_ticket_used';
  if (ticket.state === 'claimed') return 'claimed';
  return now < ticket.expiresAt ? ticket.state : 'login_ticket_expired';
}

export const confirmTicket = (ticket: WaitingTicket, userId: UserId, now: Date): ConfirmedTicket => ({
  ...ticket,
  ...{ state: 'confirmed', userId, confirmedAt: now },
  expiresAt: later(ticket.expiresAt, after(now, CLAIM_TIME_MS)),
});

/** Ends it, also one that this user has confirmed and nobody has claimed. */
export const refuseTicket = (ticket: WaitingTicket | ConfirmedTicket, userId: UserId): RefusedTicket => {
  const { id, scene, device, askedFrom, createdAt, expiresAt } = ticket;
  return { state: 'refused', id, scene, device, askedFrom, createdAt, expiresAt, userId };
};

export type ClaimDecision =
  | { readonly kind: 'claimed'; readonly ticket: ClaimedTicket }
  | { readonly kind: 'waiting' | 'login_ticket_expired' | 'login_ticket_used' | 'login_ticket_refused' };

/** What the browser gets that asked for it. */
export function claimTicket(ticket: LoginTicket, now: Date): ClaimDecision {
  if (ticket.state === 'claimed') return { kind: 'login_ticket_used' };
  if (ticket.state === 'refused') return { kind: 'login_ticket_refused' };
  if (now >= ticket.expiresAt) return { kind: 'login_ticket_expired' };
  if (ticket.state === 'waiting') return { kind: 'waiting' };
  return { kind: 'claimed', ticket: { ...ticket, state: 'claimed', claimedAt: now } };
}

const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);
const later = (a: Date, b: Date): Date => (a < b ? b : a);
