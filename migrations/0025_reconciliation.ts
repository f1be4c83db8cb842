import type { Knex } from 'knex';

/**
 * What the provider's bills say, and what came of comparing them with our books. Numbers of orders and refunds are no foreign keys: a
 * bill may tell of one that is not there.
 */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table ordering.bill_lines (
      mchid text not null,
      day text not null check (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      line integer not null check (line >= 1),
      kind text not null check (kind in ('payment', 'refund')),
      out_trade_no text not null,
      out_refund_no text check ((out_refund_no is null) = (kind = 'payment')),
      transaction_id text not null,
      refund_id text check ((refund_id is null) = (kind = 'payment')),
      state text check (state in ('processing', 'succeeded', 'closed') and (state is null) = (kind = 'payment')),
      amount_fen bigint not null check (amount_fen >= 0),
      settled_fen bigint not null check (settled_fen >= 0),
      fee_milli_fen bigint not null,
      at timestamptz(3) not null,
      primary key (day, mchid, line)
    );
    create index bill_lines_payment on ordering.bill_lines (out_trade_no);
    create index bill_lines_refund on ordering.bill_lines (out_refund_no) where out_refund_no is not null;
    create index bill_lines_provider on ordering.bill_lines ((coalesce(refund_id, transaction_id)));
    comment on table ordering.bill_lines is 'lines of the provider''s trade bills that are about our payments and refunds';
    comment on column ordering.bill_lines.day is 'of the bill, in Beijing';
    comment on column ordering.bill_lines.state is 'of a refund, as it stood when the bill was made: a bill is never corrected';
    comment on column ordering.bill_lines.fee_milli_fen is 'thousandths of a fen; below zero: given back';

    create table ordering.reconciliations (
      id uuid primary key,
      mchid text not null,
      day text not null check (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      asked_by text,
      begun_at timestamptz(3) not null,
      finished_at timestamptz(3),
      summary jsonb check ((summary is null) = (finished_at is null))
    );
    create index reconciliations_day on ordering.reconciliations (day, begun_at desc);
    comment on column ordering.reconciliations.asked_by is 'the operator; null: the worker of the night';

    create table ordering.reconciliation_differences (
      reconciliation_id uuid not null references ordering.reconciliations on delete cascade,
      no integer not null check (no >= 1),
      class text not null check (class in ('missing_here', 'missing_there', 'amount_differs', 'state_differs', 'fee')),
      against text not null check (against in ('orders', 'ledger', 'fund_bill', 'bill')),
      subject text not null check (subject in ('payment', 'refund')),
      out_trade_no text,
      out_refund_no text,
      provider_no text,
      user_id uuid,
      field text not null,
      ours text not null,
      theirs text not null,
      remedy text not null,
      resolved_at timestamptz(3),
      resolved_by text check (resolved_by is null or resolved_at is not null),
      primary key (reconciliation_id, no)
    );
    comment on column ordering.reconciliation_differences.resolved_at is 'it was applied, and bill and books agree since';


    create index orders_paid on ordering.orders (paid_at) where paid_at is not null;
    create index refunds_accepted on ordering.refunds (accepted_at) where accepted_at is not null;
  `);

/** Bills can be had again for three months. */
export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    drop index ordering.refunds_accepted;
    drop index ordering.orders_paid;
    drop table ordering.reconciliation_differences;
    drop table ordering.reconciliations;
    drop table ordering.bill_lines;
  `);
