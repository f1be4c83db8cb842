import type { Knex } from 'knex';

/** Several attempts per order, each through a gateway of its own; states for what went back. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table ordering.orders
      drop constraint orders_status_check,
      drop constraint orders_check,
      drop constraint orders_check1,
      add column package_code text not null default '',
      add column paid_out_trade_no text references ordering.payment_attempts,
      add column refunded_fen integer not null default 0 check (refunded_fen between 0 and amount_fen);
    update ordering.orders o set paid_out_trade_no = a.out_trade_no
      from ordering.payment_attempts a where a.order_id = o.id and o.status = 'paid';
    alter table ordering.orders
      add constraint orders_status check (status in ('pending', 'paid', 'partly_refunded', 'refunded', 'closed')),
      add constraint orders_settled check (
        (status in ('paid', 'partly_refunded', 'refunded')) = (transaction_id is not null)
        and (transaction_id is null or num_nulls(paid_at, settled_at, points_expire_at, paid_out_trade_no) = 0)
      ),
      add constraint orders_refunded check (
        (status = 'partly_refunded') = (refunded_fen > 0 and refunded_fen < amount_fen)
        and (status = 'refunded') = (refunded_fen = amount_fen)
      );
    alter table ordering.orders alter column package_code drop default;
    comment on column ordering.orders.paid_out_trade_no is 'the attempt that paid';

    alter table ordering.payment_attempts
      add column gateway text not null default 'jsapi' check (gateway in ('jsapi', 'native', 'xpay')),
      add column seq integer not null default 1 check (seq >= 1),
      add column ended_at timestamptz(3),
      add column package_code text not null default '',
      alter column payer_openid drop not null;
    -- One each, but where this has been taken back before. The numbers sort by age.
    update ordering.payment_attempts a set seq = older.nth from (
      select out_trade_no, row_number() over (partition by order_id order by out_trade_no) as nth
      from ordering.payment_attempts) older
      where older.out_trade_no = a.out_trade_no and older.nth > 1;
    alter table ordering.payment_attempts alter column gateway drop default, alter column seq drop default,
      alter column package_code drop default;
    drop index ordering.payment_attempts_order;
    create unique index payment_attempts_order on ordering.payment_attempts (order_id, seq);
    comment on column ordering.payment_attempts.payer_openid is 'null: whoever scans the code may pay';
    comment on column ordering.payment_attempts.ended_at is 'closed at the provider';

    alter table ordering.payment_inbox add column subject jsonb;
    update ordering.payment_inbox set subject = case when payment is null
      then jsonb_build_object('kind', 'other') else jsonb_build_object('kind', 'payment', 'payment', payment) end;
    alter table ordering.payment_inbox alter column subject set not null, drop column payment;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table ordering.payment_inbox add column payment jsonb;
    update ordering.payment_inbox set payment = subject -> 'payment' where subject ->> 'kind' = 'payment';
    alter table ordering.payment_inbox drop column subject;

    drop index ordering.payment_attempts_order;
    create index payment_attempts_order on ordering.payment_attempts (order_id);
    alter table ordering.payment_attempts drop column gateway, drop column seq, drop column ended_at,
      drop column package_code;
    update ordering.payment_attempts set payer_openid = '' where payer_openid is null;
    alter table ordering.payment_attempts alter column payer_openid set not null;

    update ordering.orders set status = 'paid', refunded_fen = 0 where status in ('partly_refunded', 'refunded');
    alter table ordering.orders
      drop constraint orders_status, drop constraint orders_settled, drop constraint orders_refunded,
      drop column package_code, drop column paid_out_trade_no, drop column refunded_fen,
      add constraint orders_status_check check (status in ('pending', 'paid', 'closed')),
      add constraint orders_check check ((status = 'paid') = (transaction_id is not null)),
      add constraint orders_check1
        check (status <> 'paid' or (paid_at is not null and settled_at is not null and points_expire_at is not null));
  `);
