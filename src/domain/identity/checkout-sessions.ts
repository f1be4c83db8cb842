import type { CheckoutSessionId, OrderId, ServiceId, SessionId, UserId } from '../shared/ids.ts';
import type { SealedText } from '../shared/sealed-text.ts';
import type { CheckoutSession } from './checkout-session.ts';

/** What a repetition of the request needs to be told from another one, and to be answered alike. */
export type KeptRequest = {
  readonly idempotencyKey: string;
  readonly requestDigest: string;
  readonly sealedToken: SealedText;
};

/** Port. */
export interface CheckoutSessions {
  /** One at a time per key of a service: until the transaction ends, others who call this for it wait. */
  lockKey(serviceId: ServiceId, idempotencyKey: string): Promise<void>;
  add(checkout: CheckoutSession, request: KeptRequest): Promise<void>;
  findByKey(
    serviceId: ServiceId,
    idempotencyKey: string,
  ): Promise<{ readonly checkout: CheckoutSession; readonly request: KeptRequest } | null>;
  find(id: CheckoutSessionId): Promise<CheckoutSession | null>;
  findBySession(id: SessionId): Promise<CheckoutSession | null>;
  /** From now on the order is this checkout's, and no other's. Ask and say under the order's lock. */
  link(id: CheckoutSessionId, orderId: OrderId, at: Date): Promise<void>;
  isLinked(orderId: OrderId): Promise<boolean>;
  /** The one whose order it is. */
  findByOrder(orderId: OrderId): Promise<CheckoutSession | null>;
  /** Those that are its own now, the one linked first first. */
  ordersOf(id: CheckoutSessionId): Promise<OrderId[]>;
  /** What services called this user, and noted beside; the checkouts stay, with what became of them. */
  eraseNamesOf(userId: UserId): Promise<void>;
}
