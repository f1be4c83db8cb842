import type { Service } from '../../domain/keyvault/service.ts';
import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { WebhookSecret } from '../../domain/webhooks/secret.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'webhookEndpoints' | 'services' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed> };
export type ListedEndpoint = {
  readonly endpoint: WebhookEndpoint;
  readonly service: Service;
  /** Newest first, ended ones included; never the secrets themselves. */
  readonly secrets: readonly Omit<WebhookSecret, 'sealed'>[];
  /** When this was read. */
  readonly at: Date;
};
/** Null: there is no such service. */
export type ListEndpoints = (serviceName: string | null) => Promise<ListedEndpoint[] | null>;
export type ShowEndpoint = (id: WebhookEndpointId) => Promise<ListedEndpoint | null>;

/** Of this service, or of all; the oldest first. */
export const listEndpoints =
  ({ uow }: Dependencies): ListEndpoints =>
  (serviceName) =>
    uow.run(async (stores) => {
      const service = serviceName === null ? null : await stores.services.findByName(serviceName);
      if (serviceName !== null && !service) return null;
      const listed: ListedEndpoint[] = [];
      for (const endpoint of await stores.webhookEndpoints.list(service?.id ?? null)) {
        listed.push(await describe(stores, endpoint));
      }
      return listed;
    });

export const showEndpoint =
  ({ uow }: Dependencies): ShowEndpoint =>
  (id) =>
    uow.run(async (stores) => {
      const endpoint = await stores.webhookEndpoints.find(id);
      return endpoint && describe(stores, endpoint);
    });

async function describe(
  { webhookEndpoints, services, clock }: Pick<Stores, Needed>,
  endpoint: WebhookEndpoint,
): Promise<ListedEndpoint> {
  const service = await services.find(endpoint.serviceId);
  if (!service) throw new Error(`the service of ${endpoint.id} is gone`);
  const secrets = (await webhookEndpoints.listSecrets(endpoint.id)).map(({ sealed: _, ...shown }) => shown);
  return { endpoint, service, secrets, at: await clock.now() };
}
