import type { Knex } from 'knex';

/** Refunds as a saga: one row per number at the provider. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table ordering.refunds (
      id uuid primary key,
      out_refund_no text not null unique,
      order_id uuid not null references ordering.orders,
      out_trade_no text not null references ordering.payment_attempts,
      transaction_id text not null,
      origin text not null check (origin in ('operator', 'duplicate_payment', 'elsewhere')),
      status text not null check (status in
        ('awaiting_approval', 'rejected', 'approved', 'processing', 'abnormal', 'succeeded', 'failed')),
      refund_fen integer not null check (refund_fen >= 1),
      reason text not null,
      shortfall_points bigint not null check (shortfall_points >= 0),
      request_key text,
      requested_by text,
      requested_at timestamptz(3) not null,
      decided_by text,
      decided_at timestamptz(3),
      rejection text,
      left_fen integer check (left_fen >= refund_fen),
      request_body text,
      provider_refund_id text,
      accepted_at timestamptz(3),
      succeeded_at timestamptz(3),
      ended_at timestamptz(3),
      failure text,
      tries integer not null default 0,
      next_try_at timestamptz(3),
      unique (order_id, request_key),
      constraint refunds_decided check ((status = 'awaiting_approval') = (decided_at is null)),
      constraint refunds_rejected check ((status = 'rejected') = (rejection is not null)),
      constraint refunds_frozen check (num_nulls(left_fen, request_body) in (0, 2)),
      constraint refunds_accepted check (num_nulls(provider_refund_id, accepted_at) in (0, 2) and
        case when status in ('processing', 'abnormal', 'succeeded') then accepted_at is not null
             when status <> 'failed' then accepted_at is null else true end),
      constraint refunds_ended check ((status in ('succeeded', 'failed')) = (ended_at is not null)
        and (status = 'succeeded') = (succeeded_at is not null) and (status = 'failed') = (failure is not null)),
      constraint refunds_due check ((status in ('approved', 'processing', 'abnormal')) = (next_try_at is not null))
    );
    create index refunds_order on ordering.refunds (order_id, requested_at);
    create index refunds_newest on ordering.refunds (requested_at desc, id desc);
    create unique index refunds_duplicate on ordering.refunds (transaction_id) where origin = 'duplicate_payment';
    create index refunds_send on ordering.refunds (next_try_at) where status = 'approved';
    create index refunds_poll on ordering.refunds (next_try_at) where status in ('processing', 'abnormal');
    comment on column ordering.refunds.transaction_id is 'the payment that is paid back; of the order, or a second one';
    comment on column ordering.refunds.request_body is 'sent byte for byte on every repetition';
    comment on column ordering.refunds.left_fen is 'of the payment, before this refund, when it was first sent';

    create function ordering.refuse_other_refund() returns trigger language plpgsql as $$
    begin
      raise exception 'what a refund asks the provider for never changes' using errcode = 'insufficient_privilege';
    end $$;
    create trigger refunds_ask_the_same before update on ordering.refunds for each row
      when ((old.id, old.out_refund_no, old.order_id, old.out_trade_no, old.transaction_id, old.refund_fen, old.reason)
              is distinct from
            (new.id, new.out_refund_no, new.order_id, new.out_trade_no, new.transaction_id, new.refund_fen, new.reason)
            or (old.request_body is not null
                and (old.request_body, old.left_fen) is distinct from (new.request_body, new.left_fen)))
      execute function ordering.refuse_other_refund();

    create table ordering.bill_days (
      day text primary key check (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      next_try_at timestamptz(3),
      done_at timestamptz(3),
      check ((next_try_at is null) = (done_at is not null))
    );
    comment on table ordering.bill_days is 'which bills of the provider have been looked through';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    drop table ordering.bill_days;
    drop table ordering.refunds;
    drop function ordering.refuse_other_refund();
  `);
