import type { DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import { endpointFacts, type WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import { refuseUrl, type UrlRefusal } from '../../domain/webhooks/endpoint-url.ts';
import type { AddressRefusal, WebhookSender } from '../../domain/webhooks/webhook-sender.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { newSecret } from './new-secret.ts';
import { subjectOf } from './note-outcome.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'webhookEndpoints' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  /** Null: nobody has said under what. */
  readonly serviceSeal: SealSecret | null;
  readonly webhookSender: WebhookSender;
  readonly by: DoneBy;
};
export type EndpointWish = Pick<WebhookEndpoint, 'url' | 'events' | 'audience'> & { readonly serviceName: string };
export type RefusedUrl = { readonly kind: 'url_refused'; readonly reason: UrlRefusal | AddressRefusal };
export type AddEndpointOutcome =
  /** `secret` is shown now and never again, although it can be read: it is sealed at rest. */
  | { readonly kind: 'added'; readonly endpoint: WebhookEndpoint; readonly secret: string }
  | { readonly kind: 'unknown_service' }
  /** There is nothing to keep its secret under. */
  | { readonly kind: 'root_secret_missing' }
  /** The service has an endpoint there already. */
  | { readonly kind: 'url_taken'; readonly endpoint: WebhookEndpoint }
  | RefusedUrl;
export type AddEndpoint = (wish: EndpointWish) => Promise<AddEndpointOutcome>;

/** From now on this service hears of what happens. */
export const addEndpoint =
  ({ uow, ids, secrets, serviceSeal, webhookSender, by }: Dependencies): AddEndpoint =>
  async ({ serviceName, url, ...wish }) => {
    if (!serviceSeal) return { kind: 'root_secret_missing' };
    const reason = await refuse(webhookSender, url);
    if (reason) return { kind: 'url_refused', reason };
    return uow.run(async (stores) => {
      await stores.services.lockName(serviceName);
      const service = await stores.services.findByName(serviceName);
      if (!service) return { kind: 'unknown_service' };
      const taken = (await stores.webhookEndpoints.list(service.id)).find((each) => each.url === url);
      if (taken) return { kind: 'url_taken', endpoint: taken };
      const createdAt = await stores.clock.now();
      const base = { id: ids.next<WebhookEndpointId>(), serviceId: service.id };
      const endpoint: WebhookEndpoint = { ...base, ...wish, url, enabled: true, createdAt };
      await stores.webhookEndpoints.add(endpoint);
      const secret = await newSecret(stores, { ids, secrets, serviceSeal }, endpoint.id, createdAt);
      const deed = { subject: subjectOf(endpoint.id), userId: null, after: endpointFacts(endpoint) };
      await noteDeed(stores, ids, by, { action: 'webhook.added', ...deed });
      return { kind: 'added', endpoint, secret };
    });
  };

/** By its text first: of what is refused by that, no name server is asked. */
export const refuse = async (sender: WebhookSender, url: string): Promise<UrlRefusal | AddressRefusal | null> =>
  refuseUrl(url, sender) ?? (await sender.refuse(url));
