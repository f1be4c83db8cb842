import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import type { ListedEndpoint } from '../../../application/webhooks/list-endpoints.ts';
import { isLive } from '../../../domain/keyvault/credential.ts';
import { WEBHOOK_AUDIENCES, type WebhookEndpoint } from '../../../domain/webhooks/endpoint.ts';
import { HEARD_EVENT_TYPES } from '../../../domain/webhooks/event.ts';
import { instant, shownId } from '../../face/answer.ts';

export const EndpointShape = z.strictObject({
  id: shownId('whk'),
  url: z.string(),
  events: z.union([z.literal('all'), z.array(z.enum(HEARD_EVENT_TYPES))]),
  audience: z.enum(WEBHOOK_AUDIENCES),
  enabled: z.boolean(),
  created_at: instant,
});
export const ListedEndpointShape = EndpointShape.extend({
  service: z.string(),
  secrets: z.array(
    z.strictObject({
      live: z.boolean(),
      created_at: instant,
      expires_at: instant.nullable().meta({ description: 'null: until it is rotated' }),
    }),
  ),
});

export const endpointJson = (endpoint: WebhookEndpoint) => ({
  id: publicId('whk', endpoint.id),
  url: endpoint.url,
  events: endpoint.events,
  audience: endpoint.audience,
  enabled: endpoint.enabled,
  created_at: endpoint.createdAt,
});

/** Everything about an endpoint but its secrets. */
export const listedJson = ({ endpoint, service, secrets, at }: ListedEndpoint) => ({
  ...endpointJson(endpoint),
  service: service.name,
  secrets: secrets.map((secret) => ({
    live: isLive(secret, at),
    created_at: secret.createdAt,
    expires_at: secret.expiresAt,
  })),
});

/** `whk_…  vision  enabled  own  all  https://product.example/webhooks` */
export const lineOf = ({ endpoint, service }: ListedEndpoint): string =>
  [publicId('whk', endpoint.id), service.name, ...wordsOf(endpoint), endpoint.url].join('  ');

const wordsOf = ({ enabled, audience, events }: WebhookEndpoint): string[] => [
  ...[enabled ? 'enabled' : 'disabled', audience],
  events === 'all' ? 'all' : events.join(',') || 'nothing',
];

/** Everything, for one. */
export function linesOf({ endpoint, service, secrets, at }: ListedEndpoint): string[] {
  const [enabled, audience, events] = wordsOf(endpoint);
  const facts: (readonly [string, string | undefined])[] = [
    ['id', publicId('whk', endpoint.id)],
    ['service', service.name],
    ['url', endpoint.url],
    ['status', enabled],
    ['audience', audience],
    ['events', events],
    ['created', endpoint.createdAt.toISOString()],
    ...secrets.map((secret) => ['secret', lifeOf(secret, at)] as const),
  ];
  return facts.map(([name, value]) => `${name.padEnd(10)}${value}`);
}

function lifeOf({ createdAt, expiresAt }: ListedEndpoint['secrets'][number], now: Date): string {
  const made = `made ${createdAt.toISOString()}`;
  if (expiresAt === null) return `${made}  signs until it is rotated`;
  return `${made}  ${now < expiresAt ? 'signs until' : 'ended'} ${expiresAt.toISOString()}`;
}
