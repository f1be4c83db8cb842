import type { Knex } from 'knex';
import { DOUBTS, type Doubt, type ListedOrder, type OrderFilter } from '../../../domain/ordering/order-records.ts';
import type { OrderId, OutTradeNo } from '../../../domain/shared/ids.ts';
import { type Binding, rowsOf } from '../rows.ts';
import { type AttemptRow, type OrderRow, toPlacedOrder } from './rows.ts';

type ListedRow = OrderRow & { readonly newest: OutTradeNo; readonly doubts: readonly Doubt[] };

const DOUBTS_OF = `array(select distinct kind from ordering.order_events where order_id = o.id and kind = any(?))`;
const IN_DOUBT = 'exists (select 1 from ordering.order_events where order_id = o.id and kind = any(?))';

/** Ids sort by age, and have an index. */
export async function listOrders(
  db: Knex,
  filter: OrderFilter,
  { after, limit }: { readonly after: OrderId | null; readonly limit: number },
): Promise<ListedOrder[]> {
  const doubts = DOUBTS as never as Binding;
  const wanted: readonly (readonly [string, Binding | undefined | null])[] = [
    ['o.status = ?', filter.status],
    ['o.user_id = ?', filter.userId],
    ['o.package_code = ?', filter.packageCode],
    ['o.placed_at >= ?', filter.from],
    ['o.placed_at < ?', filter.to],
    [IN_DOUBT, filter.inDoubt && doubts],
    ['o.id < ?', after],
  ];
  const asked = wanted.filter((each): each is readonly [string, Binding] => each[1] != null);
  const where = asked.map(([condition]) => condition).join(' and ') || 'true';
  const sql = `select o.*, a.out_trade_no as newest, ${DOUBTS_OF} as doubts from ordering.orders o
    join lateral (select out_trade_no from ordering.payment_attempts where order_id = o.id order by seq desc limit 1) a on true
    where ${where} order by o.id desc limit ?`;
  const rows = await rowsOf<ListedRow>(db, sql, [doubts, ...asked.map(([, value]) => value), limit]);
  const newest = rows.map((row) => row.newest);
  const attempts: AttemptRow[] = await db('ordering.payment_attempts').whereIn('out_trade_no', newest);
  const attemptOf = new Map(attempts.map((attempt) => [attempt.out_trade_no, attempt]));
  return rows.map((row) => ({
    ...toPlacedOrder(row, attemptOf.get(row.newest) as AttemptRow),
    doubts: DOUBTS.filter((doubt) => row.doubts.includes(doubt)),
  }));
}
