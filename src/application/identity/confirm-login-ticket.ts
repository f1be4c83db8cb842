import { confirmTicket, type LoginTicket, type Standing, standingOf } from '../../domain/identity/login-ticket.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type ConfirmNeeds = 'loginTickets' | 'audit' | 'clock';
export type TicketRefusal = {
  readonly kind: 'unknown_login_ticket' | Extract<Standing, 'login_ticket_expired' | 'login_ticket_used'>;
};
export type FoundTicket = { readonly kind: 'found'; readonly ticket: LoginTicket; readonly standing: Usable };
/** `claimed` by the browser, after this very user had confirmed it. */
type Usable = Exclude<Standing, 'login_ticket_expired' | 'login_ticket_used'>;

/** Locks the ticket of this scene, and says what it is to this user. */
export async function findForUser(
  { loginTickets, clock }: Pick<Stores, 'loginTickets' | 'clock'>,
  scene: string,
  userId: UserId,
): Promise<FoundTicket | TicketRefusal> {
  const ticket = await loginTickets.lockByScene(scene);
  if (!ticket) return { kind: 'unknown_login_ticket' };
  const standing = standingOf(ticket, userId, await clock.now());
  if (standing === 'login_ticket_expired' || standing === 'login_ticket_used') return { kind: standing };
  return { kind: 'found', ticket, standing };
}

/** The user lets the browser that shows this code sign in as him. Said again, it stays as it is. */
export async function confirmWithin(
  stores: Pick<Stores, ConfirmNeeds>,
  ids: IdSource,
  scene: string,
  { userId, requestId }: { readonly userId: UserId; readonly requestId: string | null },
): Promise<FoundTicket | TicketRefusal> {
  const found = await findForUser(stores, scene, userId);
  if (found.kind !== 'found' || found.ticket.state !== 'waiting') return found;
  const ticket = confirmTicket(found.ticket, userId, await stores.clock.now());
  await stores.loginTickets.save(ticket);
  const by: DoneBy = { actor: { kind: 'user', userId }, requestId };
  const subject = { kind: 'login_ticket', id: ticket.id } as const;
  await noteDeed(stores, ids, by, { action: 'login_ticket.confirmed', subject, userId });
  return { kind: 'found', ticket, standing: 'confirmed' };
}
