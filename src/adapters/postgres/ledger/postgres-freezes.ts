import type { Knex } from 'knex';
import { linesOf } from '../../../domain/ledger/deed.ts';
import { endLines, type Freeze, type FreezeEnd, type NewFreeze } from '../../../domain/ledger/freeze.ts';
import type { AccountId, RefundId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { type FreezeRow, toFreeze } from './freeze-rows.ts';
import { lockAccount, postDeed } from './post-deed.ts';

export async function freezePoints(db: Knex, freeze: NewFreeze): Promise<void> {
  const { accountId, refundId, orderId, draws, at } = freeze;
  const lots = draws.map(({ lotId }) => lotId);
  const own = await rowsOf(db, 'select 1 from ledger.lots where account_id = ? and order_id = ? and id = any (?)', [
    ...[accountId, orderId],
    lots as never,
  ]);
  if (draws.length === 0 || own.length !== draws.length) {
    throw new Error('a freeze takes points from lots of its order, each once');
  }
  await postDeed(db, { accountId, causeId: refundId, lines: linesOf('freeze', draws), call: null, at });
  await db('ledger.freezes').insert({
    ...{ account_id: accountId, refund_id: refundId, order_id: orderId, state: 'frozen', frozen_at: at },
    points: draws.reduce((all, draw) => all + draw.points, 0n),
  });
}

type Ended = { readonly accountId: AccountId; readonly refundId: RefundId; readonly as: FreezeEnd; readonly at: Date };

/** Whether there was something to end. */
export async function endFreeze(db: Knex, { accountId, refundId, as, at }: Ended): Promise<boolean> {
  await lockAccount(db, accountId);
  const freeze = await findFreeze(db, accountId, refundId);
  if (freeze?.state !== 'frozen') return false;
  await postDeed(db, { accountId, causeId: refundId, lines: endLines(freeze, as), call: null, at });
  await db('ledger.freezes').where({ account_id: accountId, refund_id: refundId }).update({ state: as, ended_at: at });
  return true;
}

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

export async function sumFrozen(db: Knex, accountId: AccountId): Promise<Points> {
  const sql = `select coalesce(sum(points), 0)::bigint as points from ledger.freezes where account_id = ? and state = 'frozen'`;
  return points((await firstRow<{ points: bigint }>(db, sql, [accountId]))?.points ?? 0n);
}
