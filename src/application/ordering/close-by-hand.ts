import type { Order } from '../../domain/ordering/order.ts';
import type { AttemptRecord } from '../../domain/ordering/order-records.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { CloseUnpaid } from './close-unpaid.ts';
import { findAttempts } from './find-attempts.ts';
import type { ByHand } from './settle-by-hand.ts';

type Needed = 'orders' | 'orderRecords' | 'audit' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource; readonly closeUnpaid: CloseUnpaid };
export type CloseByHandOutcome =
  | { readonly kind: 'closed' }
  /** There is a payment after all, or there may be: `order` as it stands now. */
  | { readonly kind: 'paid'; readonly order: Order }
  /** Only what waits for its payment can be closed. */
  | { readonly kind: 'not_pending'; readonly status: Order['status'] }
  /** A payment of it was set aside, and a person has to look at that first. */
  | { readonly kind: 'set_aside' }
  | { readonly kind: 'unknown_order' };
export type CloseByHand = (wanted: ByHand) => Promise<CloseByHandOutcome>;

/** An operator ends an order that nobody has paid, as its expiry would: the provider is asked, told to close, and asked again. */
export const closeByHand =
  ({ uow, ids, closeUnpaid }: Dependencies): CloseByHand =>
  async (wanted) => {
    const begun = await uow.run((stores) => begin(stores, ids, wanted));
    if (begun.kind !== 'begun') return begun;
    for (const { attempt } of begun.attempts) {
      const end = await closeUnpaid(attempt.intent.outTradeNo, 'operator', 'order');
      if (end === 'paid') break;
    }
    const placed = await uow.run(({ orders }) => orders.find(begun.order.id));
    const order = placed?.order ?? begun.order;
    return order.status === 'closed' ? { kind: 'closed' } : { kind: 'paid', order };
  };

type Begun = { readonly kind: 'begun'; readonly order: Order; readonly attempts: readonly AttemptRecord[] };

async function begin(
  stores: Pick<Stores, Needed>,
  ids: IdSource,
  { name, reason, by }: ByHand,
): Promise<Begun | CloseByHandOutcome> {
  const found = await findAttempts(stores, name);
  if (!found) return { kind: 'unknown_order' };
  const { order, attempts } = found;
  if (order.status !== 'pending') return { kind: 'not_pending', status: order.status };
  if (attempts.some(({ setAsideAt }) => setAsideAt !== null)) return { kind: 'set_aside' };
  const subject = { kind: 'order', id: order.id } as const;
  await noteDeed(stores, ids, by, {
    ...{ action: 'order.close_asked', subject, userId: order.userId, after: { reason } },
  });
  return { kind: 'begun', order, attempts };
}
