import type { Knex } from 'knex';

/**
 * Codes that give points to whoever redeems them. In the books that is an operator's credit, which the API writes on his behalf:
 * docs/adr/0036.
 */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table catalog.code_batches (
      id uuid primary key,
      name text not null check (length(name) between 1 and 30),
      codes integer not null check (codes between 1 and 10000),
      points bigint not null check (points >= 1),
      validity jsonb not null,
      ends_at timestamptz(3) not null,
      per_person integer check (per_person >= 1),
      reason text not null,
      made_by text not null,
      request_key text unique,
      made_at timestamptz(3) not null
    );
    comment on column catalog.code_batches.ends_at is 'of the codes; that of the points follows from validity';
    create index code_batches_newest on catalog.code_batches (made_at desc, id desc);

    create table catalog.redemption_codes (
      batch_id uuid not null references catalog.code_batches,
      no integer not null check (no >= 1),
      digest text not null unique,
      voided_at timestamptz(3),
      redeemed_at timestamptz(3),
      redeemed_by uuid,
      adjustment_id uuid unique,
      points_expire_at timestamptz(3),
      primary key (batch_id, no),
      constraint redemption_codes_whole_check check (
        num_nulls(redeemed_at, redeemed_by, adjustment_id, points_expire_at) in (0, 4)),
      constraint redemption_codes_end_check check (voided_at is null or redeemed_at is null)
    );
    comment on column catalog.redemption_codes.digest is 'SHA-256 of the code, hexadecimal; the code itself is nowhere';
    create index redemption_codes_person on catalog.redemption_codes (redeemed_by, batch_id) where redeemed_by is not null;

    grant select on catalog.code_batches to seahorse_app, seahorse_worker, seahorse_operator, seahorse_read;
    grant insert on catalog.code_batches to seahorse_operator;
    grant select, update on catalog.redemption_codes to seahorse_app, seahorse_worker;
    grant select, insert, update on catalog.redemption_codes to seahorse_operator;
    grant select (batch_id, no, voided_at, redeemed_at, redeemed_by, adjustment_id, points_expire_at)
      on catalog.redemption_codes to seahorse_read;
    grant insert on ledger.adjustments to seahorse_app;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    revoke insert on ledger.adjustments from seahorse_app;
    drop table catalog.redemption_codes, catalog.code_batches;
  `);
