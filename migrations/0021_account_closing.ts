import type { Knex } from 'knex';

/** Accounts that are being closed (注销); and what is known of people who have closed one, so that nobody is new twice. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table identity.closings (
      user_id uuid primary key references identity.users,
      confirmed_at timestamptz(3) not null,
      deletes_at timestamptz(3) not null check (deletes_at >= confirmed_at),
      waived_at timestamptz(3),
      by_operator boolean not null,
      next_look_at timestamptz(3) not null,
      held_up_by text[] not null
    );
    create index closings_due on identity.closings (next_look_at);
    comment on table identity.closings is 'as long as they can be taken back, or something holds them up';
    comment on column identity.closings.waived_at is 'paid points that were there then are given up; null: none were';

    create table identity.closed_identities (
      digest bytea primary key check (length(digest) = 32),
      closed_at timestamptz(3) not null,
      has_paid boolean not null
    );
    comment on column identity.closed_identities.digest is 'SHA-256 of appid and openid; whose they were is nowhere';
  `);

/** Only as long as no account is being closed: it would stay shut for good. */
export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    do $$ begin
      if exists (select 1 from identity.closings) then
        raise exception 'there are accounts that are being closed' using errcode = 'check_violation';
      end if;
    end $$;
    drop table identity.closed_identities, identity.closings;
  `);
