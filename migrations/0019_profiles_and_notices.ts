import type { Knex } from 'knex';

/**
 * Pictures that people show of themselves, and what we tell them in WeChat. A notice has no foreign key: it is written where an
 * order is settled, and nothing of its own may fail there.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(/* sql */ `
    create table identity.avatars (
      sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
      content_type text not null check (content_type in ('image/jpeg', 'image/png', 'image/webp')),
      bytes bytea not null check (octet_length(bytes) between 1 and 1048576),
      created_at timestamptz(3) not null
    );
    comment on table identity.avatars is 'pictures by their content; each is shown by at least one user';
    -- They are compressed already.
    alter table identity.avatars alter column bytes set storage external;

    -- No picture was kept before.
    update identity.users set avatar = null where avatar is not null;
    alter table identity.users
      drop constraint users_avatar_check,
      add constraint users_avatar_check check (avatar ~ '^[0-9a-f]{64}[.](jpg|png|webp)$');
    comment on column identity.users.avatar is 'name of the picture: its SHA-256, and what it is';
    create index users_avatar on identity.users (avatar) where avatar is not null;

    create table identity.message_consents (
      user_id uuid not null references identity.users,
      kind text not null check (kind in ('payment_success', 'points_low', 'points_expiring')),
      available smallint not null check (available between 0 and 20),
      primary key (user_id, kind)
    );
    comment on column identity.message_consents.available is 'how many messages of this kind the user has accepted and not got yet';
    create index message_consents_willing on identity.message_consents (kind, user_id) where available > 0;

    create table identity.notices (
      id uuid primary key,
      user_id uuid not null,
      kind text not null check (kind in ('payment_success', 'points_low', 'points_expiring')),
      dedupe_key text not null,
      data jsonb not null,
      state text not null default 'pending' check (state in ('pending', 'sent', 'skipped', 'failed')),
      reason text,
      tries integer not null default 0 check (tries >= 0),
      next_try_at timestamptz(3),
      created_at timestamptz(3) not null,
      ended_at timestamptz(3),
      unique (user_id, kind, dedupe_key),
      check ((state = 'pending') = (ended_at is null)),
      check ((state = 'pending') = (next_try_at is not null)),
      check ((state in ('skipped', 'failed')) = (reason is not null))
    );
    comment on table identity.notices is 'what users are told in WeChat (订阅消息): an outbox';
    comment on column identity.notices.dedupe_key is 'what it is about, such as an order: nobody is told twice';
    create index notices_due on identity.notices (next_try_at) where next_try_at is not null;

    create table identity.low_points_marks (
      user_id uuid primary key references identity.users,
      level bigint check (level >= 0),
      noted_at timestamptz(3) not null
    );
    comment on column identity.low_points_marks.level is 'the lowest level of points that the user was last seen at or below; null: above all';
  `);
}

/** Pictures and consents are lost: the system of before cannot keep them. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(/* sql */ `
    drop table identity.low_points_marks, identity.notices, identity.message_consents, identity.avatars;
    drop index identity.users_avatar;
    update identity.users set avatar = null where avatar is not null;
    alter table identity.users
      drop constraint users_avatar_check,
      add constraint users_avatar_check check (avatar ~ '^[0-9a-f]{64}$');
    comment on column identity.users.avatar is 'SHA-256 of the picture';
  `);
}
