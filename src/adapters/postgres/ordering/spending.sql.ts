export type SpendingRow = { open_orders: bigint; open_fen: bigint; paid_fen: bigint };

/**
 * What a buyer has open and has paid, in fen. Open is an order that could still be paid by an attempt of ours.
 * Bindings: user, since.
 */
export const spendingSql = /* sql */ `
with mine as (
  select o.status, o.amount_fen, o.settled_at,
         exists (select 1 from ordering.payment_attempts a
                 where a.order_id = o.id and a.ended_at is null and a.quarantined_at is null) as payable
  from ordering.orders o where o.user_id = ? and o.status <> 'closed'
)
select count(*) filter (where status = 'pending' and payable) as open_orders,
       coalesce(sum(amount_fen) filter (where status = 'pending' and payable), 0) as open_fen,
       coalesce(sum(amount_fen) filter (where status <> 'pending' and settled_at >= ?), 0) as paid_fen
from mine`;
