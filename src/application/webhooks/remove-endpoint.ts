import type { DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import { endpointFacts } from '../../domain/webhooks/endpoint.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { subjectOf } from './note-outcome.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'webhookEndpoints' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly by: DoneBy;
};
export type RemoveEndpoint = (id: WebhookEndpointId) => Promise<{ readonly kind: 'removed' | 'unknown_endpoint' }>;

/** For good, with its secrets and the log of its deliveries. */
export const removeEndpoint =
  ({ uow, ids, by }: Dependencies): RemoveEndpoint =>
  (id) =>
    uow.run(async (stores) => {
      const endpoint = await stores.webhookEndpoints.lock(id);
      if (!endpoint) return { kind: 'unknown_endpoint' };
      await stores.webhookEndpoints.remove(id);
      const deed = { subject: subjectOf(id), userId: null, before: endpointFacts(endpoint) };
      await noteDeed(stores, ids, by, { action: 'webhook.removed', ...deed });
      return { kind: 'removed' };
    });
