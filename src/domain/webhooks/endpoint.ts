import type { AuditFacts } from '../shared/audit.ts';
import type { ServiceId, WebhookEndpointId } from '../shared/ids.ts';
import { HEARD_EVENT_TYPES, type HeardType } from './event.ts';

/** `own`: of users that its service has mapped, and of orders in checkouts that it has opened. */
export const WEBHOOK_AUDIENCES = ['own', 'everyone'] as const;
export type WebhookAudience = (typeof WEBHOOK_AUDIENCES)[number];

/** Where a backend service hears of what has happened. */
export type WebhookEndpoint = {
  readonly id: WebhookEndpointId;
  readonly serviceId: ServiceId;
  readonly url: string;
  readonly events: 'all' | readonly HeardType[];
  readonly audience: WebhookAudience;
  readonly enabled: boolean;
  readonly createdAt: Date;
};

/** Does it want to hear of such things at all? */
export const listensTo = ({ enabled, events }: WebhookEndpoint, type: HeardType): boolean =>
  enabled && (events === 'all' || events.includes(type));

/** Is it to hear of something that is the affair of these services? */
export const isFor = ({ audience, serviceId }: WebhookEndpoint, services: ReadonlySet<ServiceId>): boolean =>
  audience === 'everyone' || services.has(serviceId);

export type EndpointChange = Partial<Pick<WebhookEndpoint, 'url' | 'events' | 'audience' | 'enabled'>>;

/** Each type once, in one order. */
export const inOrder = (types: readonly HeardType[]): HeardType[] =>
  HEARD_EVENT_TYPES.filter((type) => types.includes(type));

/** For the audit log. Of the address only where it leads: the rest may be a password. */
export const endpointFacts = ({ serviceId, url, events, audience, enabled }: WebhookEndpoint): AuditFacts => ({
  ...{ service_id: serviceId, host: new URL(url).host, events, audience, enabled },
});
