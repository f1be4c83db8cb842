import type { LoginTicket } from '../../../domain/identity/login-ticket.ts';
import type { LoginTicketId, UserId } from '../../../domain/shared/ids.ts';

export type TicketRow = {
  id: LoginTicketId;
  scene: string;
  device: string | null;
  asked_from: string;
  state: LoginTicket['state'];
  user_id: UserId | null;
  created_at: Date;
  expires_at: Date;
  confirmed_at: Date | null;
  claimed_at: Date | null;
};

/** The constraints of the table say which columns each state has. */
export function toTicket(row: TicketRow): LoginTicket {
  const asked = {
    ...{ id: row.id, scene: row.scene, device: row.device, askedFrom: row.asked_from },
    ...{ createdAt: row.created_at, expiresAt: row.expires_at },
  };
  const { state } = row;
  if (state === 'waiting') return { ...asked, state };
  const userId = row.user_id as UserId;
  if (state === 'refused') return { ...asked, state, userId };
  const confirmedAt = row.confirmed_at as Date;
  if (state === 'confirmed') return { ...asked, state, userId, confirmedAt };
  return { ...asked, state, userId, confirmedAt, claimedAt: row.claimed_at as Date };
}

export const fromTicket = (ticket: LoginTicket): TicketRow => ({
  ...{ id: ticket.id, scene: ticket.scene, device: ticket.device, asked_from: ticket.askedFrom, state: ticket.state },
  user_id: 'userId' in ticket ? ticket.userId : null,
  ...{ created_at: ticket.createdAt, expires_at: ticket.expiresAt },
  confirmed_at: 'confirmedAt' in ticket ? ticket.confirmedAt : null,
  claimed_at: 'claimedAt' in ticket ? ticket.claimedAt : null,
});
