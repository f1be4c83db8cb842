import type { Knex } from 'knex';

/** What services are told of calls that they undo; the points are in the journal. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ledger.reversals (
      account_id uuid not null references ledger.accounts,
      usage_id uuid not null,
      points bigint not null check (points >= 1),
      expired_points bigint not null check (expired_points between 0 and points),
      available_after bigint not null check (available_after >= 0),
      reason text,
      at timestamptz(3) not null,
      primary key (account_id, usage_id)
    );
    comment on column ledger.reversals.expired_points is 'what was written off at once, because its lots had expired';
    create trigger reversals_append_only before update or delete or truncate on ledger.reversals
      for each statement execute function ledger.refuse_change();
  `);
}

/** Only as long as no call was undone: nobody else knows the reasons. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      if exists (select 1 from ledger.reversals) then
        raise exception 'there are reversals' using errcode = 'check_violation';
      end if;
    end $$;
    drop table ledger.reversals;
  `);
}
