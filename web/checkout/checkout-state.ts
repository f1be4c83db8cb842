import { isSignedOut, type Problem } from '../shared/api/problem.ts';
import type { Order, WayBack } from '../shared/api/types.ts';
import { type Facts, factsOf, isNews } from '../shared/order/standing.ts';
import type { Happening } from './happening.ts';

/** What 「我已支付」 has been answered. */
export type Reply = 'none' | 'asking' | 'not_yet' | 'unsure';
export type OpenOrder = {
  readonly kind: 'order';
  readonly order: Facts;
  /** Null: none has come yet, or none is given any more. */
  readonly codeUrl: string | null;
  /** False: the server does not answer, and nobody knows how the order stands. */
  readonly isSure: boolean;
  readonly reply: Reply;
  readonly isRefreshing: boolean;
  /** Why there is no new code. */
  readonly refusal: Problem | null;
};
export type Choosing = {
  readonly kind: 'choosing';
  /** What is being ordered. */
  readonly ordering: string | null;
  readonly isSure: boolean;
  readonly refusal: Problem | null;
};
export type CheckoutState =
  | { readonly kind: 'loading'; readonly isSure: boolean }
  | { readonly kind: 'signed_out'; readonly hasEnded: boolean }
  | Choosing
  | OpenOrder
  /** The checkout of a service has expired. */
  | { readonly kind: 'over'; readonly wayBack: WayBack | null }
  | { readonly kind: 'stuck'; readonly problem: Problem };

export const LOADING: CheckoutState = { kind: 'loading', isSure: true };

/** The page after something has happened. */
export function afterHappening(state: CheckoutState, happening: Happening): CheckoutState {
  switch (happening.kind) {
    case 'began':
      return LOADING;
    case 'signed_out':
      return state.kind === 'signed_out' ? state : { kind: 'signed_out', hasEnded: false };
    case 'over':
      return { kind: 'over', wayBack: happening.wayBack };
    case 'choosing':
      return { kind: 'choosing', ordering: null, isSure: true, refusal: null };
    case 'ordering':
      return { kind: 'choosing', ordering: happening.packageId, isSure: true, refusal: null };
    case 'coded':
      // Whoever has gone back to choose is not led away from that by a code that was under way.
      if (state.kind === 'choosing' && state.ordering === null) return state;
      return openOrder(factsOf(happening.payment), happening.payment.code_url);
    case 'told':
      return afterNews(state, happening.order);
    case 'answered':
      return withReply(afterNews(state, happening.order), 'not_yet');
    case 'asking':
      return withReply(state, 'asking');
    case 'refreshing':
      return state.kind === 'order' ? { ...state, isRefreshing: true, refusal: null } : state;
    case 'unanswered':
      return afterSilence(state);
    case 'refused':
      return afterRefusal(state, happening.problem);
  }
}

const openOrder = (order: Facts, codeUrl: string | null): OpenOrder => ({
  ...{ kind: 'order', order, codeUrl, isSure: true, reply: 'none', isRefreshing: false, refusal: null },
});

/** Of an order that nobody looks at any more, it may have been under way while the page went on to something else. */
function afterNews(state: CheckoutState, order: Order): CheckoutState {
  if (state.kind === 'loading') return openOrder(order, null);
  if (state.kind !== 'order' || !isNews(state.order, order)) return state;
  const reply = state.reply === 'unsure' ? 'none' : state.reply;
  return { ...state, order, isSure: true, reply };
}

const withReply = (state: CheckoutState, reply: Reply): CheckoutState =>
  state.kind === 'order' ? { ...state, reply } : state;

function afterSilence(state: CheckoutState): CheckoutState {
  switch (state.kind) {
    case 'order':
      return { ...state, isSure: false, reply: state.reply === 'asking' ? 'unsure' : state.reply };
    case 'loading':
    case 'choosing':
      return { ...state, isSure: false };
    default:
      return state;
  }
}

/** What is on the screen stays there, with the reason beside it, unless there is nothing or it is somebody else's. */
function afterRefusal(state: CheckoutState, problem: Problem): CheckoutState {
  if (isSignedOut(problem)) return { kind: 'signed_out', hasEnded: true };
  if (problem.code === 'unknown_order') return { kind: 'stuck', problem };
  if (state.kind === 'order') return { ...state, refusal: problem, isRefreshing: false, reply: 'none' };
  if (state.kind === 'choosing') return { ...state, refusal: problem, ordering: null };
  return { kind: 'stuck', problem };
}
