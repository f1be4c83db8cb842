import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema catalog;

    create table catalog.packages (
      id uuid primary key,
      code text not null unique,
      name text not null,
      description text not null,
      price_fen integer not null check (price_fen >= 1),
      points bigint not null check (points between 1 and 9007199254740991),
      bonus_points bigint not null check (bonus_points between 0 and 9007199254740991),
      validity jsonb not null,
      hot boolean not null,
      sort integer not null,
      storefronts text[] not null,
      enabled boolean not null,
      sale_starts_at timestamptz(3),
      sale_ends_at timestamptz(3),
      updated_at timestamptz(3) not null default now()
    );
    comment on column catalog.packages.validity is
      '{"kind":"days","days":n} | {"kind":"months","months":n} | {"kind":"until","until":"ISO 8601"}';

    create table catalog.sold_apis (
      code text primary key,
      name text not null,
      path text not null,
      points_per_call bigint not null check (points_per_call between 1 and 9007199254740991),
      status text not null check (status in ('normal', 'degraded', 'maintenance')),
      notice text not null,
      updated_at timestamptz(3) not null default now()
    );
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop schema catalog cascade');
