import type { Knex } from 'knex';

/** Invoices (发票) of orders, the titles (抬头) that users keep for them, and their history. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table ordering.invoice_titles (
      id uuid primary key,
      user_id uuid not null,
      kind text not null check (kind in ('personal', 'company')),
      name text not null,
      email text not null,
      taxpayer_number text,
      bank_name text,
      bank_account text,
      address text,
      phone text,
      is_default boolean not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      check ((kind = 'company') = (taxpayer_number is not null)),
      check (kind = 'company' or num_nonnulls(bank_name, bank_account, address, phone) = 0)
    );
    create index invoice_titles_user on ordering.invoice_titles (user_id, created_at desc, id desc);
    create unique index invoice_titles_default on ordering.invoice_titles (user_id) where is_default;
    comment on table ordering.invoice_titles is 'personal data; kept until the user deletes it';

    create table ordering.invoices (
      id uuid primary key,
      order_id uuid not null references ordering.orders,
      user_id uuid not null,
      status text not null
        check (status in ('requested', 'issued', 'rejected', 'cancelled', 'red_letter_due', 'red_lettered')),
      title jsonb not null,
      package_name text not null,
      amount_fen integer not null check (amount_fen >= 1),
      refunded_before_fen integer not null check (refunded_before_fen >= 0),
      requested_at timestamptz(3) not null,
      reason text,
      rejected_at timestamptz(3),
      rejected_by text,
      cancelled_at timestamptz(3),
      cancelled_by text check (cancelled_by in ('user', 'refund')),
      number text unique,
      download_url text check (download_url like 'https://%'),
      issued_at timestamptz(3),
      issued_by text,
      refunded_since_fen integer check (refunded_since_fen between 1 and amount_fen),
      red_letter_number text unique check (red_letter_number <> number),
      red_lettered_at timestamptz(3),
      red_lettered_by text,
      constraint invoices_rejected
        check (num_nonnulls(reason, rejected_at, rejected_by) = case status when 'rejected' then 3 else 0 end),
      constraint invoices_cancelled
        check (num_nonnulls(cancelled_at, cancelled_by) = case status when 'cancelled' then 2 else 0 end),
      constraint invoices_issued check (
        num_nonnulls(number, issued_at, issued_by)
          = case when status in ('issued', 'red_letter_due', 'red_lettered') then 3 else 0 end
        and (download_url is null or number is not null)
      ),
      constraint invoices_reversed
        check ((status in ('red_letter_due', 'red_lettered')) = (refunded_since_fen is not null)),
      constraint invoices_red_lettered check (
        num_nonnulls(red_letter_number, red_lettered_at, red_lettered_by)
          = case status when 'red_lettered' then 3 else 0 end
      )
    );
    create index invoices_order on ordering.invoices (order_id);
    create unique index invoices_live on ordering.invoices (order_id)
      where status in ('requested', 'issued', 'red_letter_due');
    create index invoices_user on ordering.invoices (user_id, requested_at desc, id desc);
    create index invoices_status on ordering.invoices (status, requested_at, id);
    comment on column ordering.invoices.title is 'personal data, frozen when the invoice was requested';
    comment on column ordering.invoices.amount_fen is 'what it is over; shrinks with refunds while it is requested';
    comment on column ordering.invoices.refunded_before_fen is 'what had gone back of the order when amount_fen was fixed';
    comment on column ordering.invoices.refunded_since_fen is 'what has gone back since; the red-letter note is over amount_fen';

    create table ordering.invoice_events (
      invoice_id uuid not null references ordering.invoices,
      seq integer not null,
      kind text not null,
      cause text not null check (cause in ('user', 'operator', 'refund')),
      operator text,
      at timestamptz(3) not null,
      detail jsonb not null,
      primary key (invoice_id, seq),
      check ((cause = 'operator') = (operator is not null))
    );
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw('drop table ordering.invoice_events, ordering.invoices, ordering.invoice_titles');
