import type { OrderId, OutRefundNo, RefundId } from '../shared/ids.ts';
import type { OrderEvent } from './orders.ts';
import type { FrozenRefund } from './payment-gateway.ts';
import type { AcceptedRefund, ApprovedRefund, OpenRefund, Refund, RefundStatus } from './refund.ts';

/** `key` is the caller's word for this one request, unique per order. */
export type NewRefund = { readonly refund: Refund; readonly requestKey: string | null };

export type RefundFilter = { readonly status?: RefundStatus; readonly orderId?: OrderId; readonly limit: number };

/** A refund that is to be sent, or asked about, with how often that was done in its present state. */
export type DueRefund<State extends OpenRefund> = { readonly refund: State; readonly tries: number };

/**
 * Port. Refunds of payments. Lock the order first, then its refund, then the account: always in this order. One number is
 * one refund, and the refund of a second payment exists once per payment; a second one is a fault.
 */
export interface Refunds {
  add(added: NewRefund, event: OrderEvent): Promise<void>;
  find(id: RefundId): Promise<Refund | null>;
  findByOutRefundNo(outRefundNo: OutRefundNo): Promise<Refund | null>;
  findByRequestKey(orderId: OrderId, requestKey: string): Promise<Refund | null>;
  /** Locks the refund until the transaction ends. */
  lock(outRefundNo: OutRefundNo): Promise<Refund | null>;
  /** Writes the new state, to be sent or asked about in its time, and the event, unless another store writes that. */
  save(refund: Refund, event: OrderEvent | null): Promise<void>;
  /** Keeps what will be sent, once and for all. */
  keepRequest(id: RefundId, frozen: FrozenRefund): Promise<void>;
  numbersOf(ids: readonly RefundId[]): Promise<Map<RefundId, OutRefundNo>>;
  /** All of an order, oldest first. */
  listOf(orderId: OrderId): Promise<Refund[]>;
  /** Newest first. */
  list(filter: RefundFilter): Promise<Refund[]>;

  /** Approved refunds whose time to be sent has come, locked; those that another transaction holds are left out. */
  takeDueSends(now: Date, limit: number): Promise<DueRefund<ApprovedRefund>[]>;
  /** Accepted refunds that are to be asked about, locked likewise. */
  takeDuePolls(now: Date, limit: number): Promise<DueRefund<AcceptedRefund>[]>;
  schedule(id: RefundId, tries: number, at: Date): Promise<void>;
  /** From one instant to another. Nothing, where it has been scheduled otherwise meanwhile. */
  postpone(id: RefundId, from: Date, to: Date): Promise<void>;
}
