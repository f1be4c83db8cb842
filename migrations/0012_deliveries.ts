import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table ordering.deliveries (
      out_trade_no text primary key references ordering.payment_attempts,
      state text not null default 'pending' check (state in ('pending', 'done', 'refused', 'given_up')),
      owed_since timestamptz(3) not null,
      tries integer not null check (tries >= 0),
      next_report_at timestamptz(3),
      alarmed_at timestamptz(3),
      reason text,
      ended_at timestamptz(3),
      check ((state = 'pending') = (ended_at is null)),
      check ((state = 'pending') = (next_report_at is not null)),
      check ((state = 'refused') = (reason is not null))
    );
    create index deliveries_due on ordering.deliveries (next_report_at) where next_report_at is not null;
    comment on table ordering.deliveries is 'providers that want to hear that what was paid for has been delivered';
    comment on column ordering.deliveries.alarmed_at is 'a person was told that this report is late';
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop table ordering.deliveries');
