export type BuyerAffairsRow = { waiting: bigint; payable: bigint; set_aside: bigint; has_paid: boolean };

/** What a buyer has under way. An attempt that has ended is payable for as long as the provider is asked about it. Bindings: user. */
export const buyerAffairsSql = /* sql */ `
with mine as (
  select o.status = 'pending' as pending, o.paid_at is not null as paid,
         exists (select 1 from ordering.payment_attempts a
                 where a.order_id = o.id and a.ended_at is null and a.quarantined_at is null) as open,
         exists (select 1 from ordering.payment_attempts a where a.order_id = o.id and a.next_poll_at is not null) as asked,
         exists (select 1 from ordering.payment_attempts a where a.order_id = o.id and a.quarantined_at is not null) as set_aside
  from ordering.orders o where o.user_id = ?
)
select count(*) filter (where pending and open) as waiting,
       count(*) filter (where not paid and (pending and open or asked)) as payable,
       count(*) filter (where not paid and set_aside) as set_aside,
       coalesce(bool_or(paid), false) as has_paid
from mine`;
