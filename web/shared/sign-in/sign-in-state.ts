import type { Outcome } from '../api/ask.ts';
import type { LoginClaim, LoginTicket } from '../api/types.ts';

export type SignIn =
  | { readonly kind: 'asking' }
  /** The code is shown. */
  | { readonly kind: 'scanning'; readonly ticket: LoginTicket }
  /** By the person with the phone. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'expired' }
  /** Claimed already: by an answer that never came here. */
  | { readonly kind: 'used' }
  | { readonly kind: 'too_many'; readonly retryAfterMs: number }
  | { readonly kind: 'trouble' }
  | { readonly kind: 'signed_in'; readonly token: string; readonly name: string };

export const ASKING: SignIn = { kind: 'asking' };
const USUAL_RETRY_MS = 60_000;

export function afterOpening(outcome: Outcome<LoginTicket>): SignIn {
  if (outcome.kind === 'done') return { kind: 'scanning', ticket: outcome.value };
  if (outcome.kind === 'refused' && outcome.problem.status === 429) {
    return { kind: 'too_many', retryAfterMs: outcome.problem.retryAfterMs ?? USUAL_RETRY_MS };
  }
  return { kind: 'trouble' };
}

/** A question that was not answered is asked again: the code is as good as before. */
export function afterClaim(outcome: Outcome<LoginClaim>, ticket: LoginTicket): SignIn {
  if (outcome.kind === 'done') return afterAnswer(outcome.value, ticket);
  switch (outcome.kind === 'refused' ? outcome.problem.code : null) {
    case 'login_ticket_refused':
      return { kind: 'refused' };
    case 'login_ticket_used':
      return { kind: 'used' };
    case 'login_ticket_expired':
    case 'unknown_login_ticket':
      return { kind: 'expired' };
    default:
      return { kind: 'scanning', ticket };
  }
}

const afterAnswer = (claim: LoginClaim, ticket: LoginTicket): SignIn =>
  claim.status === 'signed_in'
    ? { kind: 'signed_in', token: claim.token, name: claim.user.nickname }
    : { kind: 'scanning', ticket };
