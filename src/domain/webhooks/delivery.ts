import type { CheckoutSessionId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId } from '../shared/ids.ts';
import type { WebhookEvent } from './event.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What only this receiver hears of an event. Kept with the delivery, so that each try sends the same. */
export type Recipient = {
  /** What its service calls the user. Null: nothing. */
  readonly externalId: string | null;
  /** The checkout of its service in which the order was placed. */
  readonly checkout: {
    readonly id: CheckoutSessionId;
    readonly metadata: Readonly<Record<string, string>>;
  } | null;
};

/** One event on its way to one endpoint. */
export type WebhookDelivery = {
  readonly id: WebhookDeliveryId;
  readonly eventId: WebhookEventId;
  readonly endpointId: WebhookEndpointId;
  readonly recipient: Recipient;
  readonly state: DeliveryState;
  /** Of one that is cancelled or has failed. */
  readonly reason: DeliveryReason | null;
  /** So many have been begun since it was due for the first time, or again. */
  readonly tries: number;
  /** Null: not any more. */
  readonly dueAt: Date | null;
  readonly createdAt: Date;
};

export type DeliveryReason =
  | 'endpoint_disabled'
  | 'service_disabled'
  /** Every try has failed. */
  | 'no_more_tries'
  /** The receiver says that it has gone for good (410). */
  | 'gone';

export type DeliveryEnd =
  | { readonly state: 'delivered' }
  | { readonly state: 'failed'; readonly reason: 'no_more_tries' | 'gone' }
  | { readonly state: 'cancelled'; readonly reason: 'endpoint_disabled' | 'service_disabled' };

/** What became of one try. */
export type DeliveryAttempt = {
  readonly at: Date;
  /** Of the answer. Null: there was none. */
  readonly status: number | null;
  /** Why there was none: `timeout`, `address_not_public`, `ECONNREFUSED` and so on. */
  readonly fault: string | null;
  readonly durationMs: number;
  /** The beginning of the answer, on one line. */
  readonly excerpt: string;
};

export type DueDelivery = { readonly delivery: WebhookDelivery; readonly event: WebhookEvent };
/** `attempts`: the first one first. */
export type LoggedDelivery = DueDelivery & { readonly attempts: readonly DeliveryAttempt[] };
