import type { Knex } from 'knex';

/** Followers of the official account, and what WeChat tells of them, kept until it is dealt with. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table identity.followers (
      appid text not null,
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      openid text,
      subscribed boolean not null generated always as (openid is not null) stored,
      user_id uuid references identity.users,
      scene text,
      subscribed_at timestamptz(3),
      unsubscribed_at timestamptz(3),
      primary key (appid, digest),
      foreign key (appid, openid) references identity.wechat_identities on delete set null (openid),
      check (openid is null or (user_id is not null and subscribed_at is not null and unsubscribed_at is null))
    );
    create index followers_identity on identity.followers (appid, openid) where openid is not null;
    create index followers_user on identity.followers (user_id);
    comment on column identity.followers.digest is 'SHA-256 of appid and openid: recognises who comes back, when the openid is forgotten';
    comment on column identity.followers.openid is 'null: does not follow, or the identity is gone; the unionid is on the identity';
    comment on column identity.followers.scene is 'of the code by which he began to follow';

    create table identity.follower_events (
      message_key text primary key,
      event jsonb,
      received_at timestamptz(3) not null,
      tries integer not null default 0,
      next_try_at timestamptz(3),
      handled_at timestamptz(3),
      outcome text,
      user_id uuid,
      scan text,
      check ((handled_at is null) = (event is not null)),
      check ((handled_at is null) = (next_try_at is not null)),
      check ((handled_at is null) = (outcome is null)),
      check ((handled_at is null) = (scan is null))
    );
    create index follower_events_due on identity.follower_events (next_try_at) where next_try_at is not null;
    comment on column identity.follower_events.message_key is 'SHA-256 of what names the message at WeChat';
    comment on column identity.follower_events.event is 'forgotten once it is handled';

    create table identity.push_stamps (
      signed_at text not null,
      nonce text not null,
      message_key text not null,
      seen_at timestamptz(3) not null,
      primary key (signed_at, nonce)
    );
    create index push_stamps_seen on identity.push_stamps (seen_at);
    comment on table identity.push_stamps is 'which message a signature came with, for as long as it could be used for another one';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    drop table identity.push_stamps;
    drop table identity.follower_events;
    drop table identity.followers;
  `);
