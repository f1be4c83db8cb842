import { ask, type Outcome } from './ask.ts';
import type { LoginClaim, LoginTicket } from './types.ts';

/** `device` is what the user will recognise this browser by. */
export const openLoginTicket = (device: string): Promise<Outcome<LoginTicket>> =>
  ask('/api/web/login-tickets', { method: 'POST', body: { device } });

export const claimLogin = ({ id, browser_secret }: LoginTicket, signal: AbortSignal): Promise<Outcome<LoginClaim>> =>
  ask(`/api/web/login-tickets/${id}/claim`, { method: 'POST', body: { browser_secret }, signal });

export const endSession = (token: string): Promise<Outcome<null>> =>
  ask('/api/v1/session', { method: 'DELETE', token });
