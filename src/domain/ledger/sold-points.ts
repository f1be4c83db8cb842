import type { AccountId, OrderId, RefundId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Freeze } from './freeze.ts';

/** What a refund has taken out of the lots of its order. */
export type TakenPoints = { readonly state: Freeze['state']; readonly points: Points };

/** Port. What the ledger has done about many sales at once. What it knows nothing of is not in the answers. */
export interface SoldPoints {
  /** All that these orders have granted to these accounts. */
  grantsOf(
    orders: readonly { readonly orderId: OrderId; readonly accountId: AccountId }[],
  ): Promise<ReadonlyMap<OrderId, Points>>;
  freezesOf(
    refunds: readonly { readonly refundId: RefundId; readonly accountId: AccountId }[],
  ): Promise<ReadonlyMap<RefundId, TakenPoints>>;
}
