import type { Knex } from 'knex';
import type { Freeze, FreezeEnd, NewFreeze } from '../../../domain/ledger/freeze.ts';
import type { AccountId, RefundId } from '../../../domain/shared/ids.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { endFreezeSql } from './end-freeze.sql.ts';
import { freezePointsSql } from './freeze-points.sql.ts';
import { type FreezeRow, toFreeze } from './freeze-rows.ts';

export async function freezePoints(db: Knex, { accountId, refundId, orderId, draws, at }: NewFreeze): Promise<void> {
  const lots = [draws.map((draw) => draw.lotId), draws.map((draw) => draw.points)];
  const bindings = [accountId, refundId, orderId, at, ...lots] as Knex.RawBinding[];
  const taken = await firstRow<{ lots: bigint }>(db, freezePointsSql, bindings);
  if (taken?.lots !== BigInt(draws.length)) throw new Error('a freeze takes points from lots of its order, each once');
}

type Ended = { readonly accountId: AccountId; readonly refundId: RefundId; readonly as: FreezeEnd; readonly at: Date };

/** Whether there was something to end. */
export const endFreeze = async (db: Knex, { accountId, refundId, as, at }: Ended): Promise<boolean> =>
  (await firstRow(db, endFreezeSql, [accountId, refundId, as, at])) !== null;

export async function findFreeze(db: Knex, accountId: AccountId, refundId: RefundId): Promise<Freeze | null> {
  const rows = await rowsOf<FreezeRow>(
    db,
    `select frozen.account_id, frozen.refund_id, frozen.order_id, frozen.state, frozen.frozen_at, frozen.ended_at,
            entry.lot_id, -entry.change as points
     from ledger.freezes frozen
     join ledger.entries entry
       on entry.cause_id = frozen.refund_id and entry.account_id = frozen.account_id and entry.kind = 'freeze'
     where frozen.account_id = ? and frozen.refund_id = ?
     order by entry.seq`,
    [accountId, refundId],
  );
  return toFreeze(rows);
}
