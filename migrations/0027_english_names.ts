import type { Knex } from 'knex';

/** What pages in English call a package; an order keeps the name that it was bought by. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table catalog.packages
      add column name_en text check (name_en <> ''),
      add column description_en text;
    comment on column catalog.packages.name_en is 'null: pages in English show the Chinese one';
    alter table ordering.orders add column package_name_en text;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table ordering.orders drop column package_name_en;
    alter table catalog.packages drop column description_en, drop column name_en;
  `);
