import type { Knex } from 'knex';

/** Ways in beside the mini-program: a browser by a scan, and a user of a sister product by its backend service. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table identity.login_tickets (
      id uuid primary key,
      scene text not null unique,
      browser_secret_digest text not null,
      device text,
      asked_from text not null,
      state text not null check (state in ('waiting', 'confirmed', 'claimed', 'refused')),
      user_id uuid references identity.users,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      confirmed_at timestamptz(3),
      claimed_at timestamptz(3),
      check ((state = 'waiting') = (user_id is null)),
      check ((state in ('confirmed', 'claimed')) = (confirmed_at is not null)),
      check ((state = 'claimed') = (claimed_at is not null))
    );
    create index login_tickets_client on identity.login_tickets (asked_from, created_at) where state = 'waiting';
    create index login_tickets_created on identity.login_tickets (created_at);
    comment on column identity.login_tickets.browser_secret_digest is
      'SHA-256 of what only the browser that asked has, hexadecimal';
    comment on column identity.login_tickets.asked_from is 'an IPv4 address, or the /64 of an IPv6 one; removed within two days';

    create table identity.external_users (
      service_id uuid not null,
      external_id varchar(128) not null check (external_id <> ''),
      user_id uuid not null references identity.users,
      created_at timestamptz(3) not null,
      primary key (service_id, external_id)
    );
    create index external_users_user on identity.external_users (user_id);
    comment on column identity.external_users.external_id is 'the id of the user in the sister product whose service it is';

    create table identity.checkout_sessions (
      id uuid primary key,
      service_id uuid not null,
      session_id uuid not null unique,
      user_id uuid not null references identity.users,
      external_id varchar(128),
      package_id uuid,
      return_url text,
      metadata jsonb not null,
      idempotency_key text not null,
      request_digest text not null,
      sealed_token text not null,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      unique (service_id, idempotency_key)
    );
    create index checkout_sessions_user on identity.checkout_sessions (user_id);
    comment on column identity.checkout_sessions.session_id is 'in identity.sessions, as long as nobody has ended it';
    comment on column identity.checkout_sessions.sealed_token is
      'AES-256-GCM under a key derived from SEAHORSE_SECRET, for this service and this id';

    create table identity.checkout_orders (
      order_id uuid primary key,
      checkout_session_id uuid not null references identity.checkout_sessions,
      linked_at timestamptz(3) not null
    );
    create index checkout_orders_session on identity.checkout_orders (checkout_session_id);
    comment on table identity.checkout_orders is 'an order tells one checkout of its payment, and not two';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    drop table identity.checkout_orders;
    drop table identity.checkout_sessions;
    drop table identity.external_users;
    drop table identity.login_tickets;
  `);
