import type { OrderId, OutTradeNo, PackageId, UserId } from '../shared/ids.ts';
import type { ClosedOrder, Order, PaidOrder, PendingOrder } from './order.ts';
import type { OpenAttempt, PaymentAttempt } from './payment-attempt.ts';
import type { Cause } from './settlement.ts';

export type PlacedOrder<State extends Order = Order> = { readonly order: State; readonly attempt: PaymentAttempt };

/** A line of the order's history: who moved it, or what was noticed about it. */
export type OrderEvent = {
  readonly kind: 'placed' | 'paid' | 'paid_late' | 'closed' | 'mismatch' | 'duplicate_payment';
  readonly cause: Cause;
  readonly at: Date;
  readonly detail: Readonly<Record<string, string>>;
};

/** Port. Orders with their payment attempts and their history. */
export interface Orders {
  /** One order at a time per buyer: until the transaction ends, others who call this for `userId` wait. */
  lockBuyer(userId: UserId): Promise<void>;
  /** The newest pending order of this buyer for this package, unless it has been set aside. */
  findPending(userId: UserId, packageId: PackageId): Promise<PlacedOrder<PendingOrder> | null>;
  add(placed: PlacedOrder<PendingOrder>, event: OrderEvent): Promise<void>;
  find(id: OrderId): Promise<PlacedOrder | null>;
  /** Locks the order of this number until the transaction ends. */
  lock(outTradeNo: OutTradeNo): Promise<PlacedOrder | null>;
  /** Writes the new state and the event. Paid ends polling and closing, closed ends closing alone. */
  save(order: PaidOrder | ClosedOrder, event: OrderEvent): Promise<void>;
  /** Sets the attempt aside for a person: no sweep touches it any more. One event per kind and transaction is kept. */
  quarantine(outTradeNo: OutTradeNo, event: OrderEvent): Promise<void>;
  history(id: OrderId): Promise<OrderEvent[]>;

  /** Open attempts whose question is due, locked; attempts that another transaction holds are left out. */
  takeDuePolls(now: Date, limit: number): Promise<OpenAttempt[]>;
  schedulePoll(outTradeNo: OutTradeNo, pollCount: number, at: Date | null): Promise<void>;
  /** Attempts of pending orders that are due for closing, locked likewise. */
  takeDueCloses(now: Date, limit: number): Promise<OutTradeNo[]>;
  scheduleClose(outTradeNo: OutTradeNo, at: Date): Promise<void>;
  /** True once per interval: the caller may ask the provider now. */
  claimCheck(outTradeNo: OutTradeNo, now: Date, intervalMs: number): Promise<boolean>;
}
