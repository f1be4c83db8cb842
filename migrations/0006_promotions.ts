import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(catalogUp);
  await knex.raw(pricesUp);
  await knex.raw(frozenUp);
}

const catalogUp = /* sql */ `
  create table catalog.products (
    code text primary key,
    name text not null,
    type text not null check (type in ('points', 'package')),
    description text not null,
    sort integer not null,
    enabled boolean not null,
    updated_at timestamptz(3) not null default now()
  );
  -- DEFAULT_PRODUCT of the domain.
  insert into catalog.products (code, name, type, description, sort, enabled)
  values ('points', '积分', 'points', '', 0, true);

  alter table catalog.packages
    add column product_code text references catalog.products,
    add column original_price_fen integer,
    add check (original_price_fen >= price_fen);
  update catalog.packages set product_code = 'points';
  alter table catalog.packages alter column product_code set not null;

  create table catalog.promotions (
    id uuid primary key,
    code text not null unique,
    name text not null,
    effect jsonb not null check (effect->>'kind' in ('discount', 'amount_off', 'bonus', 'bonus_percent')),
    first_purchase_only boolean not null,
    package_codes text[],
    storefronts text[] not null,
    starts_at timestamptz(3) not null,
    ends_at timestamptz(3),
    enabled boolean not null,
    memo text not null,
    updated_at timestamptz(3) not null default now(),
    check (ends_at > starts_at)
  );
  comment on column catalog.promotions.package_codes is 'null: all';
  comment on column catalog.promotions.effect is
    '{"kind":"discount","pay_percent":n} | {"kind":"amount_off","minimum_fen":n,"off_fen":n} | {"kind":"bonus","points":n} | {"kind":"bonus_percent","percent":n}';
`;

const pricesUp = /* sql */ `
  create table catalog.sold_api_prices (
    code text not null references catalog.sold_apis,
    version integer not null check (version >= 1),
    points_per_call bigint not null check (points_per_call between 1 and 9007199254740991),
    effective_from timestamptz(3) not null,
    created_at timestamptz(3) not null,
    primary key (code, version)
  );
  -- The price has held at least since the row was touched last.
  insert into catalog.sold_api_prices (code, version, points_per_call, effective_from, created_at)
  select code, 1, points_per_call, updated_at, now() from catalog.sold_apis;
  alter table catalog.sold_apis drop column points_per_call;

  create function catalog.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'catalog.% is append-only', tg_table_name using errcode = 'insufficient_privilege';
  end $$;
  create trigger sold_api_prices_append_only before update or delete or truncate on catalog.sold_api_prices
    for each statement execute function catalog.refuse_change();

  alter table ledger.consumptions add column price_version integer check (price_version >= 1);
  comment on column ledger.consumptions.price_version is 'null: taken before prices had versions';
`;

const frozenUp = /* sql */ `
  alter table ordering.orders add column list_price_fen integer, add column promotions jsonb;
  update ordering.orders set list_price_fen = amount_fen, promotions = '[]';
  alter table ordering.orders
    alter column list_price_fen set not null,
    alter column promotions set not null,
    add check (list_price_fen >= amount_fen);
  comment on column ordering.orders.promotions is
    '[{"code":…,"name":…,"kind":…,"first_purchase_only":…,"discount_fen":n,"bonus_points":n}]';
`;

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table ordering.orders drop column list_price_fen, drop column promotions;
    alter table ledger.consumptions drop column price_version;

    alter table catalog.sold_apis add column points_per_call bigint
      check (points_per_call between 1 and 9007199254740991);
    update catalog.sold_apis api set points_per_call = (
      select price.points_per_call from catalog.sold_api_prices price
      where price.code = api.code and price.effective_from <= now() order by price.version desc limit 1
    );
    alter table catalog.sold_apis alter column points_per_call set not null;
    drop table catalog.sold_api_prices;
    drop function catalog.refuse_change();

    drop table catalog.promotions;
    alter table catalog.packages drop column product_code, drop column original_price_fen;
    drop table catalog.products;
  `);
