import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema identity;

    create table identity.users (
      id uuid primary key,
      nickname text not null,
      created_at timestamptz(3) not null
    );

    create table identity.wechat_identities (
      appid text not null,
      openid text not null,
      unionid text,
      user_id uuid not null references identity.users,
      primary key (appid, openid)
    );
    create index wechat_identities_user on identity.wechat_identities (user_id);
    create index wechat_identities_unionid on identity.wechat_identities (unionid) where unionid is not null;

    create table identity.sessions (
      id uuid primary key,
      user_id uuid not null references identity.users,
      token_digest text not null unique,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null
    );
    create index sessions_user on identity.sessions (user_id);
    comment on column identity.sessions.token_digest is 'SHA-256 of the token, hexadecimal; the token itself is nowhere';
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop schema identity cascade');
