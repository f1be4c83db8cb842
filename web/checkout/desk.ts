import type { Outcome } from '../shared/api/ask.ts';
import { isPassing, type Problem } from '../shared/api/problem.ts';
import type { CheckoutSession, Order, Payment, WayBack } from '../shared/api/types.ts';
import type { Happening } from './happening.ts';

export type Desk = {
  readonly createPayment: (packageId: string) => Promise<Outcome<Payment>>;
  readonly queryOrder: (orderId: string) => Promise<Outcome<Order>>;
  readonly readCheckoutSession: () => Promise<Outcome<CheckoutSession>>;
  readonly tell: (happening: Happening) => void;
  /** Before another try. */
  readonly pause: (tried: number) => Promise<void>;
  readonly nowMs: () => number;
  /** Whoever it is for has left. */
  readonly signal: AbortSignal;
};

/** Shows an order, and while it can be paid its code: asking for that again gives the same order. */
export async function openOrder(desk: Desk, orderId: string): Promise<void> {
  const found = await insist(desk, () => desk.queryOrder(orderId));
  if (found?.kind !== 'done') return tellRefusal(desk, found);
  const order = found.value;
  desk.tell({ kind: 'told', order });
  const canBePaid = order.status === 'pending' && desk.nowMs() < Date.parse(order.expired_at);
  if (canBePaid) await getCode(desk, order.package_id);
}

/** Orders this package, or goes on with the open order of it. */
export async function getCode(desk: Desk, packageId: string): Promise<void> {
  const placed = await insist(desk, () => desk.createPayment(packageId));
  if (placed?.kind === 'done') return desk.tell({ kind: 'coded', payment: placed.value });
  const paid = placed?.problem.code === 'order_already_paid' ? placed.problem.extra['order_id'] : null;
  if (typeof paid !== 'string') return tellRefusal(desk, placed);
  // It may be another one than is shown.
  desk.tell({ kind: 'began' });
  await openOrder(desk, paid);
}

/** What a service has opened: its order, its one package, or a choice. `onFound` hears of it first. */
export async function openHosted(desk: Desk, onFound: (checkout: CheckoutSession) => void): Promise<void> {
  const found = await insist(desk, () => desk.readCheckoutSession());
  if (found?.kind === 'refused' && found.problem.code === 'checkout_session_expired') {
    return desk.tell({ kind: 'over', wayBack: wayBackIn(found.problem) });
  }
  if (found?.kind !== 'done') return tellRefusal(desk, found);
  const checkout = found.value;
  onFound(checkout);
  if (checkout.status === 'expired') return desk.tell({ kind: 'over', wayBack: checkout });
  if (checkout.order_id) return openOrder(desk, checkout.order_id);
  const [only, ...others] = checkout.package_ids ?? [];
  if (only === undefined || others.length > 0) return desk.tell({ kind: 'choosing' });
  await getCode(desk, only);
}

/** 「我已支付」 */
export async function askNow(desk: Desk, orderId: string): Promise<void> {
  desk.tell({ kind: 'asking' });
  const outcome = await desk.queryOrder(orderId);
  if (outcome.kind === 'done') desk.tell({ kind: 'answered', order: outcome.value });
  else if (outcome.kind === 'refused' && !isPassing(outcome.problem)) desk.tell(outcome);
  else desk.tell({ kind: 'unanswered' });
}

type Final<T> = Exclude<Outcome<T>, { kind: 'unreachable' }>;

/** Asks until there is an answer that asking again would not change. Null: nobody waits for it any more. */
async function insist<T>(desk: Desk, question: () => Promise<Outcome<T>>): Promise<Final<T> | null> {
  for (let tried = 0; ; tried++) {
    const outcome = await question();
    if (desk.signal.aborted) return null;
    if (outcome.kind === 'done' || (outcome.kind === 'refused' && !isPassing(outcome.problem))) return outcome;
    desk.tell({ kind: 'unanswered' });
    await desk.pause(tried);
    if (desk.signal.aborted) return null;
  }
}

function wayBackIn({ extra: { service_name: name, cancel_url: url } }: Problem): WayBack | null {
  return typeof name === 'string' ? { service_name: name, cancel_url: typeof url === 'string' ? url : null } : null;
}

function tellRefusal(desk: Desk, outcome: { readonly kind: 'refused'; readonly problem: Problem } | null): void {
  if (outcome) desk.tell(outcome);
}
