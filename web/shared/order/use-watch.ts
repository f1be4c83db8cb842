import { useEffect } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import type { Order } from '../api/types.ts';
import { watchOrder } from './watch-order.ts';
import { watchTools } from './watch-tools.ts';

export type OrderNews =
  | { readonly kind: 'told'; readonly order: Order }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Follows this order as long as it is named. */
export function useWatch(token: string | null, orderId: string | null, tell: (news: OrderNews) => void): void {
  useEffect(() => {
    if (token === null || orderId === null) return;
    const aborter = new AbortController();
    const { signal } = aborter;
    void watchOrder(watchTools(token, orderId, signal), {
      signal,
      onOrder: (order) => tell({ kind: 'told', order }),
      onUnsure: () => tell({ kind: 'unanswered' }),
      onRefused: (problem) => tell({ kind: 'refused', problem }),
    });
    return () => aborter.abort();
  }, [token, orderId]);
}
