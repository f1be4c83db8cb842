import type { Freeze } from '../../../domain/ledger/freeze.ts';
import type { AccountId, LotId, OrderId, RefundId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';

/** A freeze with one of its draws. */
export type FreezeRow = {
  account_id: AccountId;
  refund_id: RefundId;
  order_id: OrderId;
  state: Freeze['state'];
  frozen_at: Date;
  ended_at: Date | null;
  lot_id: LotId;
  points: bigint;
};

/** From the rows of one freeze, in the order of its draws. */
export function toFreeze(rows: readonly FreezeRow[]): Freeze | null {
  const [row] = rows;
  if (!row) return null;
  return {
    accountId: row.account_id,
    refundId: row.refund_id,
    orderId: row.order_id,
    draws: rows.map((each) => ({ lotId: each.lot_id, points: points(each.points) })),
    state: row.state,
    frozenAt: row.frozen_at,
    endedAt: row.ended_at,
  };
}
