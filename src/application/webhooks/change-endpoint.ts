import type { AuditAction, DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import { type EndpointChange, endpointFacts, type WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { WebhookSender } from '../../domain/webhooks/webhook-sender.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type RefusedUrl, refuse } from './add-endpoint.ts';
import { subjectOf } from './note-outcome.ts';

type Needed = 'webhookEndpoints' | 'webhookOutbox' | 'audit' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  readonly webhookSender: WebhookSender;
  readonly by: DoneBy;
};
export type ChangeEndpointOutcome =
  | { readonly kind: 'changed'; readonly endpoint: WebhookEndpoint; readonly cancelled: number }
  | { readonly kind: 'unknown_endpoint' }
  | { readonly kind: 'url_taken'; readonly endpoint: WebhookEndpoint }
  | RefusedUrl;
export type ChangeEndpoint = (id: WebhookEndpointId, change: EndpointChange) => Promise<ChangeEndpointOutcome>;

/** Where it is, what it hears, whether it hears at all. Disabling cancels what waits for it, which can be replayed. */
export const changeEndpoint =
  ({ uow, ids, webhookSender, by }: Dependencies): ChangeEndpoint =>
  async (id, change) => {
    const reason = change.url === undefined ? null : await refuse(webhookSender, change.url);
    if (reason) return { kind: 'url_refused', reason };
    return uow.run(async (stores) => {
      const before = await stores.webhookEndpoints.lock(id);
      if (!before) return { kind: 'unknown_endpoint' };
      const endpoint = { ...before, ...change };
      const others = await stores.webhookEndpoints.list(before.serviceId);
      const taken = others.find((each) => each.id !== id && each.url === endpoint.url);
      if (taken) return { kind: 'url_taken', endpoint: taken };
      await stores.webhookEndpoints.save(endpoint);
      const cancelled = endpoint.enabled ? 0 : await stores.webhookOutbox.cancelPending(id);
      const facts = { before: endpointFacts(before), after: endpointFacts(endpoint) };
      await noteDeed(stores, ids, by, { action: actionOf(change), subject: subjectOf(id), userId: null, ...facts });
      return { kind: 'changed', endpoint, cancelled };
    });
  };

function actionOf({ enabled }: EndpointChange): AuditAction {
  if (enabled === undefined) return 'webhook.changed';
  return enabled ? 'webhook.enabled' : 'webhook.disabled';
}
