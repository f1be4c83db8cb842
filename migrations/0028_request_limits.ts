import type { Knex } from 'knex';

/**
 * Where requests are counted without a Redis. Unlogged: it is worth nothing after a crash. The moments are those of the process that
 * counts, in milliseconds; `double precision` holds them exactly, and comes as a number.
 */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema limits;
    create unlogged table limits.requests (
      key varchar(255) primary key,
      points integer not null,
      expire double precision
    );
    create index on limits.requests (expire);
    comment on column limits.requests.key is 'the limit, and whom it counts: a user, or the network of an address';
    grant usage on schema limits to seahorse_app, seahorse_operator;
    grant select, insert, update, delete on limits.requests to seahorse_app, seahorse_operator;
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop schema limits cascade');
