import type {
  CheckoutSessionId,
  ServiceId,
  UserId,
  WebhookDeliveryId,
  WebhookEndpointId,
  WebhookEventId,
  WebhookSecretId,
} from '../../../domain/shared/ids.ts';
import type { SealedText } from '../../../domain/shared/sealed-text.ts';
import type {
  DeliveryAttempt,
  DeliveryReason,
  DeliveryState,
  DueDelivery,
  Recipient,
  WebhookDelivery,
} from '../../../domain/webhooks/delivery.ts';
import type { WebhookAudience, WebhookEndpoint } from '../../../domain/webhooks/endpoint.ts';
import type { HeardType, WebhookEvent, WebhookEventType } from '../../../domain/webhooks/event.ts';
import type { WebhookSecret } from '../../../domain/webhooks/secret.ts';

export type EndpointRow = {
  id: WebhookEndpointId;
  service_id: ServiceId;
  url: string;
  events: HeardType[] | null;
  audience: WebhookAudience;
  enabled: boolean;
  created_at: Date;
};
export type SecretRow = {
  id: WebhookSecretId;
  endpoint_id: WebhookEndpointId;
  sealed: SealedText;
  created_at: Date;
  expires_at: Date | null;
};
export type EventRow = {
  id: WebhookEventId;
  type: WebhookEventType;
  key: string;
  user_id: UserId | null;
  data: WebhookEvent['data'];
  occurred_at: Date;
};
type DeliveryRow = {
  id: WebhookDeliveryId;
  event_id: WebhookEventId;
  endpoint_id: WebhookEndpointId;
  external_id: string | null;
  checkout_session_id: CheckoutSessionId | null;
  metadata: Readonly<Record<string, string>> | null;
  state: DeliveryState;
  reason: DeliveryReason | null;
  tries: number;
  due_at: Date | null;
  created_at: Date;
};
export type AttemptRow = {
  delivery_id: WebhookDeliveryId;
  at: Date;
  status: number | null;
  fault: string | null;
  duration_ms: number;
  excerpt: string;
};

/** A delivery with its event, as `DUE_COLUMNS` reads them. */
export type DueRow = DeliveryRow & { type: WebhookEventType; key: string } & Pick<
    EventRow,
    'user_id' | 'data' | 'occurred_at'
  >;
export const DUE_COLUMNS = 'delivery.*, event.type, event.key, event.user_id, event.data, event.occurred_at' as const;

export const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  ...{ id: row.id, serviceId: row.service_id, url: row.url, events: row.events ?? 'all', audience: row.audience },
  ...{ enabled: row.enabled, createdAt: row.created_at },
});

export const fromEndpoint = (endpoint: WebhookEndpoint): EndpointRow => ({
  ...{ id: endpoint.id, service_id: endpoint.serviceId, url: endpoint.url, audience: endpoint.audience },
  events: endpoint.events === 'all' ? null : [...endpoint.events],
  ...{ enabled: endpoint.enabled, created_at: endpoint.createdAt },
});

export const toSecret = (row: SecretRow): WebhookSecret => ({
  ...{ id: row.id, endpointId: row.endpoint_id, sealed: row.sealed },
  ...{ createdAt: row.created_at, expiresAt: row.expires_at },
});

export const fromEvent = ({ id, type, key, userId, data, occurredAt }: WebhookEvent) => ({
  ...{ id, type, key, user_id: userId, data: JSON.stringify(data), occurred_at: occurredAt },
});

export const fromDelivery = ({ recipient: { externalId, checkout }, ...delivery }: WebhookDelivery) => ({
  ...{ id: delivery.id, event_id: delivery.eventId, endpoint_id: delivery.endpointId },
  ...{ external_id: externalId, checkout_session_id: checkout?.id ?? null },
  metadata: checkout && JSON.stringify(checkout.metadata),
  ...{ state: delivery.state, reason: delivery.reason, tries: delivery.tries },
  ...{ due_at: delivery.dueAt, created_at: delivery.createdAt },
});

const toRecipient = ({ external_id, checkout_session_id, metadata }: DeliveryRow): Recipient => ({
  externalId: external_id,
  checkout: checkout_session_id === null ? null : { id: checkout_session_id, metadata: metadata ?? {} },
});

export const toDue = (row: DueRow): DueDelivery => ({
  delivery: {
    ...{ id: row.id, eventId: row.event_id, endpointId: row.endpoint_id, recipient: toRecipient(row) },
    ...{ state: row.state, reason: row.reason, tries: row.tries, dueAt: row.due_at, createdAt: row.created_at },
  },
  // The table holds a type with its data as they were written together.
  event: {
    ...{ id: row.event_id, type: row.type, key: row.key, userId: row.user_id },
    ...{ data: row.data, occurredAt: row.occurred_at },
  } as WebhookEvent,
});

export const toAttempt = (row: AttemptRow): DeliveryAttempt => ({
  ...{ at: row.at, status: row.status, fault: row.fault, durationMs: row.duration_ms, excerpt: row.excerpt },
});
