import type { Order } from '../../domain/ordering/order.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findAttempts } from './find-attempts.ts';
import type { QueryAndSettle, QueryOutcome } from './query-and-settle.ts';
import type { OrderName } from './trace/order-file.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'orderRecords' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly queryAndSettle: QueryAndSettle;
};
/** What a person says whom a buyer has written to. */
export type ByHand = { readonly name: OrderName; readonly reason: string; readonly by: DoneBy };
export type SettledAttempt = { readonly outTradeNo: OutTradeNo; readonly outcome: QueryOutcome['kind'] };
export type SettleByHandOutcome =
  /** `order`: as it stands now. */
  | { readonly kind: 'asked'; readonly order: Order; readonly attempts: readonly SettledAttempt[] }
  | { readonly kind: 'unknown_order' };
export type SettleByHand = (wanted: ByHand) => Promise<SettleByHandOutcome>;

/**
 * 「我已支付」 by an operator: asks the provider about every attempt of the order, and settles what is paid. That he asked is
 * noted before: whatever follows has its own line in the history.
 */
export const settleByHand =
  ({ uow, ids, queryAndSettle }: Dependencies): SettleByHand =>
  async ({ name, reason, by }) => {
    const found = await uow.run(async (stores) => {
      const known = await findAttempts(stores, name);
      if (!known) return null;
      const { id, userId } = known.order;
      const subject = { kind: 'order', id } as const;
      await noteDeed(stores, ids, by, { action: 'order.check_asked', subject, userId, after: { reason } });
      return known;
    });
    if (!found) return { kind: 'unknown_order' };
    const attempts: SettledAttempt[] = [];
    for (const { attempt } of found.attempts) {
      const { outTradeNo } = attempt.intent;
      attempts.push({ outTradeNo, outcome: (await queryAndSettle(outTradeNo, 'operator')).kind });
    }
    const placed = await uow.run(({ orders }) => orders.find(found.order.id));
    return { kind: 'asked', order: placed?.order ?? found.order, attempts };
  };
