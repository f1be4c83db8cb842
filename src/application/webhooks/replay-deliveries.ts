import type { DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookDeliveryId, WebhookEndpointId } from '../../domain/shared/ids.ts';
import type { DeliveryState } from '../../domain/webhooks/delivery.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { subjectOf } from './note-outcome.ts';

type Needed = 'webhookEndpoints' | 'webhookOutbox' | 'audit' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource; readonly by: DoneBy };
export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly deliveries: number }
  | { readonly kind: 'unknown_delivery' | 'unknown_endpoint' }
  /** Nothing is sent to it until it is enabled. */
  | { readonly kind: 'endpoint_disabled'; readonly endpointId: WebhookEndpointId };
export type ReplayDelivery = (id: WebhookDeliveryId) => Promise<ReplayOutcome>;
export type ReplayWish = {
  readonly endpointId: WebhookEndpointId;
  readonly since: (now: Date) => Date;
  readonly state?: DeliveryState;
};
export type ReplayEndpoint = (wish: ReplayWish) => Promise<ReplayOutcome>;

/** Sends an event again, with the same id, as often as if it were new. */
export const replayDelivery =
  ({ uow, ids, by }: Dependencies): ReplayDelivery =>
  (id) =>
    uow.run(async (stores) => {
      const found = await stores.webhookOutbox.find(id);
      if (!found) return { kind: 'unknown_delivery' };
      return replay(stores, { ids, by }, found.delivery.endpointId, () => ({ id }));
    });

/** The same with all that an endpoint was told since then, or what of it is in this state. */
export const replayEndpoint =
  ({ uow, ids, by }: Dependencies): ReplayEndpoint =>
  ({ endpointId, since, state }) =>
    uow.run((stores) =>
      replay(stores, { ids, by }, endpointId, (now) => ({
        ...{ endpointId, since: since(now) },
        ...(state && { state }),
      })),
    );

type Replayer = Pick<Dependencies, 'ids' | 'by'>;
type Which = Parameters<Stores['webhookOutbox']['replay']>[0];

async function replay(
  stores: Pick<Stores, Needed>,
  { ids, by }: Replayer,
  endpointId: WebhookEndpointId,
  which: (now: Date) => Which,
): Promise<ReplayOutcome> {
  const endpoint = await stores.webhookEndpoints.lock(endpointId);
  if (!endpoint) return { kind: 'unknown_endpoint' };
  if (!endpoint.enabled) return { kind: 'endpoint_disabled', endpointId };
  const now = await stores.clock.now();
  const deliveries = await stores.webhookOutbox.replay(which(now), now);
  const after = { deliveries };
  await noteDeed(stores, ids, by, { action: 'webhook.replayed', subject: subjectOf(endpointId), userId: null, after });
  return { kind: 'replayed', deliveries };
}
