import { type ClaimDecision, claimTicket } from '../../domain/identity/login-ticket.ts';
import type { Session } from '../../domain/identity/session.ts';
import { isPresent, type User } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { LoginTicketId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { openSession } from './open-session.ts';

type Needs = 'loginTickets' | 'users' | 'sessions' | 'audit' | 'clock';
type Tools = { readonly ids: IdSource; readonly secrets: Secrets };
type Dependencies = Tools & { readonly uow: UnitOfWork<Needs> };
export type ClaimLoginTicketOutcome =
  | { readonly kind: 'signed_in'; readonly user: User; readonly session: Session; readonly token: string }
  /** None, or none of this browser's: which of them is nobody's business. */
  | { readonly kind: 'unknown_login_ticket' }
  | Exclude<ClaimDecision, { kind: 'claimed' }>;
export type LoginClaim = {
  readonly id: LoginTicketId;
  readonly browserSecret: string;
  readonly requestId: string | null;
};
export type ClaimLoginTicket = (claim: LoginClaim) => Promise<ClaimLoginTicketOutcome>;

/** The browser asks whether it is signed in by now; the first answer that says so is the only one. */
export const claimLoginTicket =
  ({ uow, ids, secrets }: Dependencies): ClaimLoginTicket =>
  ({ id, browserSecret, requestId }) =>
    uow.run(async (stores) => {
      const ticket = await stores.loginTickets.lockForBrowser(id, secrets.digest(browserSecret));
      if (!ticket) return { kind: 'unknown_login_ticket' };
      const decision = claimTicket(ticket, await stores.clock.now());
      if (decision.kind !== 'claimed') return decision;
      return signIn(stores, { ids, secrets }, decision.ticket, requestId);
    });

async function signIn(
  stores: Pick<Stores, Needs>,
  tools: Tools,
  ticket: Extract<ClaimDecision, { kind: 'claimed' }>['ticket'],
  requestId: string | null,
): Promise<ClaimLoginTicketOutcome> {
  const { userId, device } = ticket;
  await stores.users.lock(userId);
  const user = await stores.users.find(userId);
  // Deleted, or merged into another, since he confirmed.
  if (!user || !isPresent(user)) return { kind: 'login_ticket_expired' };
  await stores.loginTickets.save(ticket);
  const by: DoneBy = { actor: { kind: 'user', userId }, requestId };
  const subject = { kind: 'login_ticket', id: ticket.id } as const;
  await noteDeed(stores, tools.ids, by, { action: 'login_ticket.claimed', subject, userId });
  return { kind: 'signed_in', user, ...(await openSession(stores, tools, { userId, kind: 'web', device }, by)) };
}
