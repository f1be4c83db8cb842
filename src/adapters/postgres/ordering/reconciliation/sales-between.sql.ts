export type SalesRow = {
  package_code: string;
  package_name: string;
  payments: bigint;
  refunds: bigint;
  paid_fen: bigint;
  refunded_fen: bigint;
  fee_milli_fen: bigint;
};

/** A refund that has failed since has given nothing back; its package's name is that of the newest order. */
export const salesBetweenSql = /* sql */ `
select o.package_code, (array_agg(o.package_name order by o.placed_at desc, o.id desc))[1] as package_name,
       count(*) filter (where told.kind = 'payment') as payments,
       count(*) filter (where told.kind = 'refund') as refunds,
       coalesce(sum(told.amount_fen) filter (where told.kind = 'payment'), 0) as paid_fen,
       coalesce(sum(told.amount_fen) filter (where told.kind = 'refund'), 0) as refunded_fen,
       sum(told.fee_milli_fen) as fee_milli_fen
from ordering.bill_lines told
join ordering.payment_attempts a on a.out_trade_no = told.out_trade_no
join ordering.orders o on o.id = a.order_id
left join ordering.refunds r on r.out_refund_no = told.out_refund_no
where told.day between ? and ?
  and not (told.kind = 'refund' and (told.state = 'closed' or r.status is not distinct from 'failed'))
group by o.package_code
order by o.package_code collate "C"`;
