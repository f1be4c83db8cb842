import type { InboxOutcome } from '../../domain/ordering/payment-inbox.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { settleWithin } from './settle-payment.ts';

type Dependencies = { readonly uow: UnitOfWork<'inbox' | 'orders' | 'ledger' | 'clock'>; readonly ids: IdSource };
/** Null: somebody else is at it. */
export type HandleNotification = (notificationId: string) => Promise<InboxOutcome | null>;

/** Does what a stored notification asks for and marks it handled, in one transaction; once, with one lasting outcome. */
export const handleNotification =
  ({ uow, ids }: Dependencies): HandleNotification =>
  (notificationId) =>
    uow.run(async (stores) => {
      const taken = await stores.inbox.take(notificationId);
      if (taken.kind !== 'taken') return taken.kind === 'handled' ? taken.outcome : null;
      const { payment } = taken.entry;
      const outcome = payment ? (await settleWithin(stores, ids, payment, 'notification')).kind : 'not_acted_on';
      await stores.inbox.finish(notificationId, outcome, await stores.clock.now());
      return outcome;
    });
