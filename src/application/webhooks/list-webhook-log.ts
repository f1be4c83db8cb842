import type { LoggedDelivery } from '../../domain/webhooks/delivery.ts';
import type { DeliveryFilter } from '../../domain/webhooks/webhook-stores.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'webhookOutbox' | 'clock'> };
/** `since` tells an instant from now. */
export type LogWish = Omit<DeliveryFilter, 'since'> & { readonly since?: (now: Date) => Date };
export type ListWebhookLog = (wish: LogWish, limit: number) => Promise<LoggedDelivery[]>;

/** What was sent, or is to be, with every try; newest first. */
export const listWebhookLog =
  ({ uow }: Dependencies): ListWebhookLog =>
  ({ since, ...wish }, limit) =>
    uow.run(async ({ webhookOutbox, clock }) =>
      webhookOutbox.list({ ...wish, ...(since && { since: since(await clock.now()) }) }, limit),
    );
