import type { DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookEndpointId, WebhookEventId } from '../../domain/shared/ids.ts';
import type { DueDelivery } from '../../domain/webhooks/delivery.ts';
import type { WebhookEvent } from '../../domain/webhooks/event.ts';
import { newsOfPing } from '../../domain/webhooks/news.ts';
import { takenUntil } from '../../domain/webhooks/retry-schedule.ts';
import type { SendOutcome } from '../../domain/webhooks/webhook-sender.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { subjectOf } from './note-outcome.ts';
import { type SendDependencies, type SendNeeds, sendDelivery } from './send-delivery.ts';
import { newDelivery } from './tell-webhooks.ts';

type Dependencies = SendDependencies & { readonly by: DoneBy };
export type PingOutcome =
  | { readonly kind: 'pinged'; readonly delivery: DueDelivery['delivery']; readonly outcome: SendOutcome }
  | { readonly kind: 'unknown_endpoint' | 'service_disabled' };
export type PingEndpoint = (id: WebhookEndpointId) => Promise<PingOutcome>;

/** Sends something that means nothing, now and once: is anybody there who understands us? Also where it is disabled. */
export const pingEndpoint =
  ({ by, ...dependencies }: Dependencies): PingEndpoint =>
  async (id) => {
    const due = await dependencies.uow.run((stores) => addPing(stores, dependencies.ids, id, by));
    if (!due) return { kind: 'unknown_endpoint' };
    const outcome = await sendDelivery(dependencies, due);
    return outcome ? { kind: 'pinged', delivery: due.delivery, outcome } : { kind: 'service_disabled' };
  };

/** Taken as soon as it is there, so that no worker sends it too. */
async function addPing(
  stores: Pick<Stores, SendNeeds>,
  ids: IdSource,
  endpointId: WebhookEndpointId,
  by: DoneBy,
): Promise<DueDelivery | null> {
  if (!(await stores.webhookEndpoints.lock(endpointId))) return null;
  const now = await stores.clock.now();
  const id = ids.next<WebhookEventId>();
  const event: WebhookEvent = { ...newsOfPing(id), id, occurredAt: now };
  const fresh = newDelivery(ids, event, endpointId, { externalId: null, checkout: null });
  const delivery = { ...fresh, tries: 1, dueAt: takenUntil(now) };
  await stores.webhookOutbox.add(event, [delivery]);
  const deed = { subject: subjectOf(endpointId), userId: null };
  await noteDeed(stores, ids, by, { action: 'webhook.pinged', ...deed });
  return { delivery, event };
}
