import type { CheckoutWish } from '../../src/application/identity/resolve-checkout.ts';
import type { CheckoutSession } from '../../src/domain/identity/checkout-session.ts';
import type { ServiceId, UserId } from '../../src/domain/shared/ids.ts';
import type { WebhookEndpoint } from '../../src/domain/webhooks/endpoint.ts';
import { newId } from './ids.ts';
import { noteSecret } from './leaks/note.ts';
import { type Shop, untilDone } from './shop.ts';

type Wish = Partial<Pick<WebhookEndpoint, 'url' | 'events' | 'audience'>>;

/** A backend service with an endpoint of its own. */
export async function aHearer(shop: Shop, wish: Wish = {}) {
  const name = `service-${newId()}`;
  const created = await shop.createService(name);
  if (created.kind !== 'created') throw new Error(created.kind);
  const { endpoint, secret } = await anEndpointOf(shop, name, wish);
  return { name, serviceId: created.service.id, endpoint, secret };
}

export async function anEndpointOf(shop: Shop, serviceName: string, wish: Wish = {}) {
  const usual = { url: `https://product.example/${newId()}`, events: 'all', audience: 'own' } as const;
  const added = await shop.addEndpoint({ serviceName, ...usual, ...wish });
  if (added.kind !== 'added') throw new Error(`addEndpoint: ${added.kind}`);
  noteSecret('signing secret', added.secret);
  return { endpoint: added.endpoint, secret: added.secret };
}

/** Its user, by the name that it gives him. */
export async function aMappedUser(shop: Shop, serviceId: ServiceId, externalId: string = newId()): Promise<UserId> {
  return (await shop.mapExternalUser({ serviceId, externalId, requestId: null })).userId;
}

/** What was sent since the last time, as `order.paid to <address>`, after the workers have had their turn. */
export async function told(shop: Shop): Promise<string[]> {
  const before = shop.webhookSender.sent.length;
  await shop.relayWebhooks.run(untilDone);
  return shop.webhookSender.sent
    .slice(before)
    .map(({ event, url }) => `${event.type} to ${url}`)
    .sort();
}

export async function aCheckoutOf(
  shop: Shop,
  serviceId: ServiceId,
  wish: Pick<CheckoutWish, 'user'> & Partial<CheckoutWish>,
): Promise<CheckoutSession> {
  const opened = await shop.openCheckout({
    ...{ service: { id: serviceId, returnOrigins: [] }, idempotencyKey: newId(), requestId: null },
    wish: { packages: null, successUrl: null, cancelUrl: null, metadata: {}, ...wish },
  });
  if (opened.kind !== 'opened') throw new Error(`openCheckout: ${opened.kind}`);
  return opened.checkout;
}
