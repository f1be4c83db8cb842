import type { LoginTicketId } from '../shared/ids.ts';
import type { LoginTicket } from './login-ticket.ts';

/** Port. */
export interface LoginTickets {
  /** One at a time per client: until the transaction ends, others who call this for it wait. */
  lockClient(askedFrom: string): Promise<void>;
  /** How many that wait this client has asked for since then. */
  countWaiting(askedFrom: string, since: Date): Promise<number>;
  add(ticket: LoginTicket, browserSecretDigest: string): Promise<void>;
  /** Locks it until the transaction ends. */
  lockByScene(scene: string): Promise<LoginTicket | null>;
  /** The same, if this is the digest of the secret of the browser that asked for it. */
  lockForBrowser(id: LoginTicketId, browserSecretDigest: string): Promise<LoginTicket | null>;
  save(ticket: LoginTicket): Promise<void>;
  /** Removes some that were asked for before; gives how many. */
  removeBefore(createdBefore: Date, limit: number): Promise<number>;
}
