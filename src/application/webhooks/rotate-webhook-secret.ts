import { endOfGrace } from '../../domain/keyvault/credential.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { newSecret, type SecretTools } from './new-secret.ts';
import { subjectOf } from './note-outcome.ts';

type Dependencies = SecretTools & {
  readonly uow: UnitOfWork<'webhookEndpoints' | 'audit' | 'clock'>;
  readonly by: DoneBy;
};
export type RotateWebhookSecretOutcome =
  /** `secret` is shown now and never again. Until `earlierEndAt`, events are signed with the earlier one as well. */
  | { readonly kind: 'rotated'; readonly secret: string; readonly earlierEndAt: Date }
  | { readonly kind: 'unknown_endpoint' };
export type RotateWebhookSecret = (id: WebhookEndpointId, graceMs: number) => Promise<RotateWebhookSecretOutcome>;

/** Another secret for an endpoint; the one of before signs beside it for the grace. */
export const rotateWebhookSecret =
  ({ uow, by, ...tools }: Dependencies): RotateWebhookSecret =>
  (id, graceMs) =>
    uow.run(async (stores) => {
      if (!(await stores.webhookEndpoints.lock(id))) return { kind: 'unknown_endpoint' };
      const now = await stores.clock.now();
      const earlierEndAt = endOfGrace(now, graceMs);
      await stores.webhookEndpoints.endSecrets(id, earlierEndAt);
      const secret = await newSecret(stores, tools, id, now);
      const deed = { subject: subjectOf(id), userId: null, after: { earlier_end_at: earlierEndAt.toISOString() } };
      await noteDeed(stores, tools.ids, by, { action: 'webhook.secret_rotated', ...deed });
      return { kind: 'rotated', secret, earlierEndAt };
    });
