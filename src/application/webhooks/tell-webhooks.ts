import type { CheckoutSession } from '../../domain/identity/checkout-session.ts';
import type { ExternalUser } from '../../domain/identity/external-user.ts';
import type { ServiceId, WebhookDeliveryId, WebhookEventId } from '../../domain/shared/ids.ts';
import type { Recipient, WebhookDelivery } from '../../domain/webhooks/delivery.ts';
import { isFor, type WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { HeardType, News, WebhookEvent } from '../../domain/webhooks/event.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type TellNeeds = 'webhookEndpoints' | 'webhookOutbox' | 'externalUsers' | 'checkoutSessions';
type TellStores = Pick<Stores, TellNeeds>;

/** Writes down what has happened for every endpoint that is to hear of it, in the transaction in which it happens. */
export async function tellWebhooks(
  stores: TellStores,
  ids: IdSource,
  news: News<HeardType>,
  occurredAt: Date,
): Promise<void> {
  const listening = await stores.webhookEndpoints.listListening(news.type);
  if (listening.length === 0) return;
  const known = await lookUpKnown(stores, news);
  const hearing = listening.filter((endpoint) => isFor(endpoint, known.services));
  if (hearing.length === 0) return;
  const event: WebhookEvent = { ...news, id: ids.next<WebhookEventId>(), occurredAt };
  const deliveries = hearing.map((endpoint) => newDelivery(ids, event, endpoint.id, recipientOf(endpoint, known)));
  await stores.webhookOutbox.add(event, deliveries);
}

export const newDelivery = (
  ids: IdSource,
  { id: eventId, occurredAt }: WebhookEvent,
  endpointId: WebhookEndpoint['id'],
  recipient: Recipient,
): WebhookDelivery => ({
  ...{ id: ids.next<WebhookDeliveryId>(), eventId, endpointId, recipient },
  ...{ state: 'pending', reason: null, tries: 0, dueAt: occurredAt, createdAt: occurredAt },
});

type Known = {
  readonly mappings: readonly ExternalUser[];
  readonly checkout: CheckoutSession | null;
  /** Whose affair it is. */
  readonly services: ReadonlySet<ServiceId>;
};

async function lookUpKnown(
  { externalUsers, checkoutSessions }: TellStores,
  { userId, data }: News<HeardType>,
): Promise<Known> {
  const mappings = await externalUsers.listOf(userId);
  const checkout = 'orderId' in data ? await checkoutSessions.findByOrder(data.orderId) : null;
  const services = [...mappings, ...(checkout ? [checkout] : [])].map(({ serviceId }) => serviceId);
  return { mappings, checkout, services: new Set(services) };
}

/** Each service hears its own name of the user, and of its own checkout. */
function recipientOf({ serviceId }: WebhookEndpoint, { mappings, checkout }: Known): Recipient {
  const own = checkout?.serviceId === serviceId ? checkout : null;
  const mapping = mappings.find((each) => each.serviceId === serviceId);
  return {
    externalId: own?.externalId ?? mapping?.externalId ?? null,
    checkout: own && { id: own.id, metadata: own.metadata },
  };
}
