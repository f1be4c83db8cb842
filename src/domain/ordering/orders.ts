import type { OrderId, OutTradeNo, PackageId, UserId } from '../shared/ids.ts';
import type { ClosedOrder, Order, PendingOrder, SettledOrder } from './order.ts';
import type { OpenAttempt, PaymentAttempt } from './payment-attempt.ts';
import type { Cause } from './settlement.ts';
import type { Spending } from './spending.ts';

/** `attempt` is the newest one, where none is asked for by its number. */
export type PlacedOrder<State extends Order = Order> = { readonly order: State; readonly attempt: PaymentAttempt };

/** An order that waits for its money; `attempt` is the one that can be paid, if there is one. */
export type WaitingOrder = { readonly order: PendingOrder; readonly attempt: PaymentAttempt | null };

/** Lines of the order's history that tell of a refund. */
export type RefundEventKind =
  | 'refund_requested'
  | 'refund_approved'
  | 'refund_rejected'
  | 'refund_succeeded'
  | 'refund_failed'
  | 'refund_abnormal'
  | 'refund_found';

/** A line of the order's history: who moved it, or what was noticed about it. */
export type OrderEvent = {
  readonly kind:
    | 'placed'
    | 'attempt_added'
    | 'attempt_ended'
    | 'paid'
    | 'paid_late'
    | 'closed'
    | 'mismatch'
    | 'duplicate_payment'
    | RefundEventKind;
  readonly cause: Cause;
  readonly at: Date;
  readonly detail: Readonly<Record<string, string>>;
};

/** `after`: the last one of the page before; null is the first page. `status` null: in any state. */
export type OrderPage = {
  readonly after: OrderId | null;
  readonly limit: number;
  readonly status: Order['status'] | null;
};

/** What a buyer who wants to leave has under way. */
export type BuyerAffairs = {
  /** Orders that an attempt of ours could still pay. */
  readonly waiting: number;
  /** These, and unpaid ones of which the provider is still asked. */
  readonly payable: number;
  /** Unpaid orders with a payment that was set aside. */
  readonly setAside: number;
  /** Whatever became of the order since. */
  readonly hasPaid: boolean;
};

/** Port. Orders with their payment attempts and their history. */
export interface Orders {
  /** One order at a time per buyer: until the transaction ends, others who call this for `userId` wait. */
  lockBuyer(userId: UserId): Promise<void>;
  /** The newest pending order of this buyer for this package, locked, unless an attempt of it has been set aside. */
  findPending(userId: UserId, packageId: PackageId): Promise<WaitingOrder | null>;
  /** What this buyer has open, and has paid since `since`. */
  spendingOf(userId: UserId, since: Date): Promise<Spending>;
  /** How many orders this buyer has ever placed, and how many of them wait for their money. */
  countsOf(userId: UserId): Promise<{ readonly placed: number; readonly pending: number }>;
  /**
   * Would an order of this buyer for the package `except` be a first purchase? Not once he has paid for one, nor while
   * another package's order with a promotion for first purchases is pending. Ask under the buyer's lock to rely on it.
   */
  isFirstPurchase(userId: UserId, except: PackageId): Promise<boolean>;
  affairsOf(userId: UserId): Promise<BuyerAffairs>;
  add(placed: PlacedOrder<PendingOrder>, event: OrderEvent): Promise<void>;
  addAttempt(attempt: PaymentAttempt, event: OrderEvent): Promise<void>;
  find(id: OrderId): Promise<PlacedOrder | null>;
  /** Newest first. */
  listOf(userId: UserId, page: OrderPage): Promise<PlacedOrder[]>;
  findAttempt(outTradeNo: OutTradeNo): Promise<PaymentAttempt | null>;
  /** Locks the order of this number until the transaction ends. */
  lock(outTradeNo: OutTradeNo): Promise<PlacedOrder | null>;
  /** Writes the new state and the event. The paying attempt needs no more questions; others of the order are closed soon. */
  save(order: SettledOrder | ClosedOrder, event: OrderEvent): Promise<void>;
  /**
   * The provider has closed it; the event is kept the first time. It is still asked about for a while: a payment may have
   * been under way. `closeAgainAt` is when its order is looked at again.
   */
  endAttempt(outTradeNo: OutTradeNo, closeAgainAt: Date | null, event: OrderEvent): Promise<void>;
  /** Although it has ended here, a payer may complete it until `goneAt`: it is asked about until then and a while after. */
  askUntil(outTradeNo: OutTradeNo, goneAt: Date, now: Date): Promise<void>;
  /** Is there an attempt of this order that has neither ended nor been set aside? */
  hasOpenAttempt(orderId: OrderId): Promise<boolean>;
  /** Sets the attempt aside for a person: no sweep touches it any more. One event per kind and transaction is kept. */
  quarantine(outTradeNo: OutTradeNo, event: OrderEvent): Promise<void>;
  /** Its money is known and dealt with: from now on the attempt is neither asked about nor closed. */
  stopAsking(outTradeNo: OutTradeNo): Promise<void>;
  history(id: OrderId): Promise<OrderEvent[]>;
  /** Of those of these orders that there are. */
  statesOf(ids: readonly OrderId[]): Promise<Map<OrderId, Order['status']>>;
  /** Of those of these orders that were paid, the number of the payment. */
  numbersOf(ids: readonly OrderId[]): Promise<Map<OrderId, OutTradeNo>>;

  /** Open attempts whose question is due, locked; attempts that another transaction holds are left out. */
  takeDuePolls(now: Date, limit: number): Promise<OpenAttempt[]>;
  schedulePoll(outTradeNo: OutTradeNo, pollCount: number, at: Date | null): Promise<void>;
  /** From one instant to another; null: there is no more to ask. Nothing, where it has been scheduled otherwise meanwhile. */
  postponePoll(outTradeNo: OutTradeNo, from: Date, to: Date | null): Promise<void>;
  /** Attempts that are due for closing, locked likewise. */
  takeDueCloses(now: Date, limit: number): Promise<OutTradeNo[]>;
  scheduleClose(outTradeNo: OutTradeNo, at: Date): Promise<void>;
  /** True once per interval: the caller may ask the provider now. */
  claimCheck(outTradeNo: OutTradeNo, now: Date, intervalMs: number): Promise<boolean>;
}
