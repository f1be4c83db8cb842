import type { Knex } from 'knex';

/**
 * What backend services are told. An event is written where its order is settled, and nothing of its own may fail there: an
 * endpoint that is being removed waits for it (`listListening`), and ids of other modules are no foreign keys.
 */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema webhooks;
    create table webhooks.endpoints (
      id uuid primary key,
      service_id uuid not null,
      url text not null check (length(url) <= 512),
      events text[],
      audience text not null check (audience in ('own', 'everyone')),
      enabled boolean not null,
      alarmed_at timestamptz(3),
      created_at timestamptz(3) not null,
      unique (service_id, url)
    );
    comment on column webhooks.endpoints.events is 'what it hears of; null: everything';
    comment on column webhooks.endpoints.alarmed_at is 'a person was told that it fails, and it has taken nothing since';

    create table webhooks.secrets (
      id uuid primary key,
      endpoint_id uuid not null references webhooks.endpoints on delete cascade,
      sealed text not null,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3)
    );
    create index secrets_endpoint on webhooks.secrets (endpoint_id);
    comment on column webhooks.secrets.sealed is
      'AES-256-GCM under a key derived from SEAHORSE_SECRET, for this endpoint and this id';

    create table webhooks.events (
      id uuid primary key,
      type text not null check (type in
        ('order.paid', 'order.refunded', 'points.low', 'points.expiring', 'key.expiring', 'webhook.ping')),
      key text not null,
      user_id uuid check ((user_id is null) = (type = 'webhook.ping')),
      data jsonb not null,
      occurred_at timestamptz(3) not null,
      unique (type, key)
    );
    create index events_occurred on webhooks.events (occurred_at);
    create index events_user on webhooks.events (user_id);
    comment on column webhooks.events.key is 'what it is about, such as an order: nobody is told twice';
    comment on column webhooks.events.data is 'ids and figures; never what people have written';

    create table webhooks.deliveries (
      id uuid primary key,
      event_id uuid not null references webhooks.events on delete cascade,
      endpoint_id uuid not null references webhooks.endpoints on delete cascade,
      external_id varchar(128),
      checkout_session_id uuid,
      metadata jsonb check ((metadata is null) = (checkout_session_id is null)),
      state text not null check (state in ('pending', 'delivered', 'failed', 'cancelled')),
      reason text check (reason in ('endpoint_disabled', 'service_disabled', 'no_more_tries', 'gone')),
      tries integer not null check (tries >= 0),
      due_at timestamptz(3),
      created_at timestamptz(3) not null,
      unique (event_id, endpoint_id),
      check ((state = 'pending') = (due_at is not null)),
      check ((state in ('failed', 'cancelled')) = (reason is not null))
    );
    create index deliveries_due on webhooks.deliveries (endpoint_id, due_at) where state = 'pending';
    create index deliveries_endpoint on webhooks.deliveries (endpoint_id, id);
    comment on column webhooks.deliveries.external_id is 'what its service calls the user: each try sends the same';

    create table webhooks.attempts (
      delivery_id uuid not null references webhooks.deliveries on delete cascade,
      at timestamptz(3) not null,
      status integer,
      fault text check ((fault is null) <> (status is null)),
      duration_ms integer not null check (duration_ms >= 0),
      excerpt text not null
    );
    create index attempts_delivery on webhooks.attempts (delivery_id, at);

    create table webhooks.low_points_marks (
      user_id uuid primary key,
      level bigint check (level >= 0)
    );
    comment on column webhooks.low_points_marks.level is
      'the lowest level of points that the user was last seen at or below; null: above all';

    create table webhooks.told (
      type text not null,
      key text not null,
      user_id uuid not null,
      forget_at timestamptz(3) not null,
      primary key (type, key)
    );
    create index told_forget on webhooks.told (forget_at);
    create index told_user on webhooks.told (user_id);
    comment on table webhooks.told is 'what is told once, for longer than its event is kept';

    create index users_merged_into on identity.users (merged_into) where merged_into is not null;

    grant usage on schema webhooks to seahorse_app;
    grant select, insert, update, delete on all tables in schema webhooks to seahorse_app;
    alter default privileges in schema webhooks grant select, insert, update, delete on tables to seahorse_app;
  `);

/** What is on its way is lost: the system of before sends nothing. */
export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter default privileges in schema webhooks revoke all on tables from seahorse_app;
    drop index identity.users_merged_into;
    drop schema webhooks cascade;
  `);
