import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema keyvault;

    create table keyvault.api_keys (
      id uuid primary key,
      user_id uuid not null,
      digest text not null unique,
      hint text not null,
      name text not null,
      scope text[],
      enabled boolean not null,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      updated_at timestamptz(3) not null
    );
    create index api_keys_user on keyvault.api_keys (user_id, created_at desc);
    comment on column keyvault.api_keys.digest is 'SHA-256 of the token, hexadecimal; the token itself is nowhere';
    comment on column keyvault.api_keys.scope is 'codes of the APIs it may call; null: all';

    create table keyvault.services (
      id uuid primary key,
      name text not null unique,
      digest text not null unique,
      hint text not null,
      enabled boolean not null,
      created_at timestamptz(3) not null
    );
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop schema keyvault cascade');
