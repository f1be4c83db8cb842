/** The payment of a number is that of its order, or a second one, which is known by the refund that pays it back. */
const columns = /* sql */ `
select a.out_trade_no, a.order_id, o.user_id, o.status, a.amount_fen, o.points, o.bonus_points,
       o.paid_out_trade_no is not distinct from a.out_trade_no as paid_for_order,
       case when o.paid_out_trade_no = a.out_trade_no then o.transaction_id else (
         select r.transaction_id from ordering.refunds r where r.order_id = a.order_id and r.out_trade_no = a.out_trade_no
         order by r.requested_at, r.id limit 1) end as transaction_id`;

const paymentRecordsSql = /* sql */ `${columns}
from ordering.payment_attempts a join ordering.orders o on o.id = a.order_id`;

/** One by one, by the limits: beside so many, reading all orders would look cheap to the planner. */
export const paymentsOfNumbersSql = /* sql */ `${columns}
from unnest(?::text[]) wanted (out_trade_no)
cross join lateral (
  select * from ordering.payment_attempts where out_trade_no = wanted.out_trade_no limit 1) a
cross join lateral (select * from ordering.orders where id = a.order_id limit 1) o`;

export const refundRecordsSql = /* sql */ `
select r.id, r.out_refund_no, r.out_trade_no, r.transaction_id, r.order_id, o.user_id, r.refund_fen, r.status, r.origin,
       o.transaction_id is not distinct from r.transaction_id as paid_for_order
from ordering.refunds r join ordering.orders o on o.id = r.order_id`;

export const paymentsWithoutLineSql = /* sql */ `${paymentRecordsSql}
where o.paid_at >= ? and o.paid_at < ? and a.out_trade_no = o.paid_out_trade_no and a.mchid = ?
  and not exists (
    select 1 from ordering.bill_lines told where told.out_trade_no = a.out_trade_no and told.kind = 'payment')
order by o.paid_at, a.out_trade_no`;

/** Bindings: from, to, from, from, merchant. The inner question is `earlierBillsOf`, and whether they were compared. */
export const refundsWithoutLineSql = /* sql */ `${refundRecordsSql}
join ordering.payment_attempts a on a.out_trade_no = r.out_trade_no
where r.accepted_at >= ? and r.accepted_at < ?
  and (r.decided_at >= ? or not exists (
    select 1 from generate_series((r.decided_at at time zone 'Asia/Shanghai')::date,
      (?::timestamptz at time zone 'Asia/Shanghai')::date, interval '1 day') waited (day)
    where not exists (select 1 from ordering.reconciliations told
      where told.mchid = a.mchid and told.finished_at is not null and told.day = to_char(waited.day, 'YYYY-MM-DD'))))
  and a.mchid = ? and r.origin <> 'elsewhere'
  and not exists (select 1 from ordering.bill_lines told where told.out_refund_no = r.out_refund_no)
order by r.accepted_at, r.out_refund_no`;

export const unbilledSql = /* sql */ `
select a.gateway, count(*) as payments, sum(a.amount_fen) as amount_fen
from ordering.orders o join ordering.payment_attempts a on a.out_trade_no = o.paid_out_trade_no
where o.paid_at >= ? and o.paid_at < ? and a.mchid <> ?
group by a.gateway order by a.gateway`;
