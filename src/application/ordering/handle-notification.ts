import type { InboxOutcome } from '../../domain/ordering/payment-inbox.ts';
import type { RaiseAlarm } from '../shared/alarm.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { alarmIfNeeded, settleWithin } from './settle-payment.ts';

type Needed = 'inbox' | 'orders' | 'ledger' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource; readonly raiseAlarm: RaiseAlarm };
/** Null: somebody else is at it. */
export type HandleNotification = (notificationId: string) => Promise<InboxOutcome | null>;

/** Does what a stored notification asks for and marks it handled, in one transaction; once, with one lasting outcome. */
export const handleNotification =
  ({ uow, ids, raiseAlarm }: Dependencies): HandleNotification =>
  async (notificationId) => {
    const handled = await uow.run((stores) => handleWithin(stores, ids, notificationId));
    if (handled.kind === 'settled_now') alarmIfNeeded(raiseAlarm, handled.settled, handled.payment, 'notification');
    return handled.outcome;
  };

async function handleWithin(stores: Pick<Stores, Needed>, ids: IdSource, notificationId: string) {
  const taken = await stores.inbox.take(notificationId);
  if (taken.kind === 'busy') return { kind: 'nothing_done', outcome: null } as const;
  if (taken.kind === 'handled') return { kind: 'nothing_done', outcome: taken.outcome } as const;
  const finish = async (outcome: InboxOutcome): Promise<void> =>
    stores.inbox.finish(notificationId, outcome, await stores.clock.now());
  const { payment } = taken.entry;
  if (!payment) {
    await finish('not_acted_on');
    return { kind: 'nothing_done', outcome: 'not_acted_on' } as const;
  }
  const settled = await settleWithin(stores, ids, payment, 'notification');
  await finish(settled.kind);
  return { kind: 'settled_now', outcome: settled.kind, settled, payment } as const;
}
