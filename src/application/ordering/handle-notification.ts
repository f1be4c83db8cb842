import type { InboxOutcome } from '../../domain/ordering/payment-inbox.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { settleWithin } from './settle-payment.ts';

type Dependencies = { readonly uow: UnitOfWork<'inbox' | 'orders' | 'ledger' | 'clock'>; readonly ids: IdSource };
/** Null: it is handled already, or somebody else is at it. */
export type HandleNotification = (notificationId: string) => Promise<InboxOutcome | null>;

/** Does what a stored notification asks for and marks it handled, in one transaction. */
export const handleNotification =
  ({ uow, ids }: Dependencies): HandleNotification =>
  (notificationId) =>
    uow.run(async (stores) => {
      const entry = await stores.inbox.take(notificationId);
      if (!entry) return null;
      const outcome = entry.payment
        ? (await settleWithin(stores, ids, entry.payment, 'notification')).kind
        : 'not_acted_on';
      await stores.inbox.finish(notificationId, outcome, await stores.clock.now());
      return outcome;
    });
