import type { Knex } from 'knex';

/** What owners see of calls with their keys that were refused, counted by the minute. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table keyvault.refused_calls (
      user_id uuid not null,
      key_id uuid not null,
      api_code text not null,
      code text not null,
      minute timestamptz(3) not null,
      calls bigint not null check (calls >= 1),
      first_at timestamptz(3) not null,
      last_at timestamptz(3) not null,
      primary key (user_id, minute, key_id, api_code, code)
    );
    create index refused_calls_last on keyvault.refused_calls (user_id, last_at desc);
    create index refused_calls_minute on keyvault.refused_calls (minute);
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop table keyvault.refused_calls');
