import { isSignedOut, type Problem } from '../shared/api/problem.ts';
import type { Order } from '../shared/api/types.ts';
import { isNews } from '../shared/order/standing.ts';
import type { OrderNews } from '../shared/order/use-watch.ts';

/** What the server has said. What the address says of a payment anybody can have written. */
export type ResultState =
  | { readonly kind: 'loading'; readonly isSure: boolean }
  | { readonly kind: 'order'; readonly order: Order; readonly isSure: boolean }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'stuck'; readonly problem: Problem };

export const LOADING: ResultState = { kind: 'loading', isSure: true };

export function afterNews(state: ResultState, news: OrderNews | { readonly kind: 'signed_in' }): ResultState {
  switch (news.kind) {
    case 'signed_in':
      return LOADING;
    case 'told':
      if (state.kind === 'order' && !isNews(state.order, news.order)) return state;
      return { kind: 'order', order: news.order, isSure: true };
    case 'unanswered':
      return state.kind === 'loading' || state.kind === 'order' ? { ...state, isSure: false } : state;
    case 'refused':
      return isSignedOut(news.problem) ? { kind: 'signed_out' } : { kind: 'stuck', problem: news.problem };
  }
}
