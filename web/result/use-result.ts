import { useEffect, useReducer } from 'preact/hooks';
import { isSettled } from '../shared/order/standing.ts';
import { useWatch } from '../shared/order/use-watch.ts';
import type { KeptSession } from '../shared/session/kept-session.ts';
import type { SessionOfPage } from '../shared/session/use-session.ts';
import { afterNews, LOADING, type ResultState } from './result-state.ts';

/** How the order stands, until it is settled. */
export function useResult(orderId: string | null, { session, enter, lose }: SessionOfPage) {
  const [state, tell] = useReducer(afterNews, LOADING);
  const token = session?.token ?? null;
  const isOver = state.kind === 'stuck' || (state.kind === 'order' && isSettled(state.order));
  useWatch(token, isOver ? null : orderId, tell);
  useEffect(() => {
    if (state.kind === 'signed_out' && token) lose();
  }, [state.kind]);
  const shown: ResultState = token === null ? { kind: 'signed_out' } : state;
  const signedIn = (entered: KeptSession): void => {
    tell({ kind: 'signed_in' });
    enter(entered);
  };
  return { state: shown, signedIn };
}
