/** Bindings of `requestableSql`: user, since. It is `isRequestable` of the domain; test/agreement proves the two equal. */
const requestableSql = /* sql */ `
  o.user_id = ? and o.status in ('paid', 'partly_refunded')
  and greatest(o.paid_at, (
    select max(greatest(e.rejected_at, e.red_lettered_at)) from ordering.invoices e where e.order_id = o.id)) >= ?
  and not exists (
    select 1 from ordering.invoices l
    where l.order_id = o.id and l.status in ('requested', 'issued', 'red_letter_due'))`;

/** Bindings: user, since, the last order of the page before (or null) twice, limit. */
export const listRequestableSql = /* sql */ `
select o.* from ordering.orders o
where ${requestableSql}
  and (?::uuid is null or (o.paid_at, o.id) < (select b.paid_at, b.id from ordering.orders b where b.id = ?))
order by o.paid_at desc, o.id desc limit ?`;

export type RequestableRow = { orders: bigint; amount_fen: bigint };

/** Bindings: user, since. */
export const sumRequestableSql = /* sql */ `
select count(*) as orders, coalesce(sum(o.amount_fen - o.refunded_fen), 0) as amount_fen
from ordering.orders o where ${requestableSql}`;
