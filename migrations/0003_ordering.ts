import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema ordering;

    create table ordering.orders (
      id uuid primary key,
      user_id uuid not null,
      status text not null check (status in ('pending', 'paid', 'closed')),
      package_id uuid not null,
      package_name text not null,
      amount_fen integer not null check (amount_fen >= 1),
      points bigint not null check (points >= 1),
      bonus_points bigint not null check (bonus_points >= 0),
      validity jsonb not null,
      placed_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      paid_at timestamptz(3),
      settled_at timestamptz(3),
      transaction_id text unique,
      points_expire_at timestamptz(3),
      closed_at timestamptz(3),
      check ((status = 'paid') = (transaction_id is not null)),
      check (status <> 'paid' or (paid_at is not null and settled_at is not null and points_expire_at is not null)),
      check (status <> 'closed' or closed_at is not null)
    );
    create index orders_user on ordering.orders (user_id, placed_at desc);
    create index orders_pending on ordering.orders (user_id, package_id) where status = 'pending';

    create table ordering.payment_attempts (
      out_trade_no text primary key,
      order_id uuid not null references ordering.orders,
      amount_fen integer not null check (amount_fen >= 1),
      description text not null,
      payer_openid text not null,
      expires_at timestamptz(3) not null,
      appid text not null,
      mchid text not null,
      request_body text not null,
      poll_count integer not null default 0,
      next_poll_at timestamptz(3),
      next_close_at timestamptz(3),
      last_checked_at timestamptz(3),
      quarantined_at timestamptz(3)
    );
    create index payment_attempts_order on ordering.payment_attempts (order_id);
    create index payment_attempts_poll on ordering.payment_attempts (next_poll_at) where next_poll_at is not null;
    create index payment_attempts_close on ordering.payment_attempts (next_close_at) where next_close_at is not null;
    comment on column ordering.payment_attempts.request_body is 'sent byte for byte on every repetition';

    create table ordering.order_events (
      order_id uuid not null references ordering.orders,
      seq integer not null,
      kind text not null,
      cause text not null,
      at timestamptz(3) not null,
      detail jsonb not null,
      primary key (order_id, seq)
    );

    create table ordering.payment_inbox (
      notification_id text primary key,
      payment jsonb,
      content text not null,
      received_at timestamptz(3) not null,
      tries integer not null default 0,
      next_try_at timestamptz(3),
      outcome text,
      handled_at timestamptz(3)
    );
    create index payment_inbox_due on ordering.payment_inbox (next_try_at) where next_try_at is not null;
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop schema ordering cascade');
