import type { Knex } from 'knex';

/** Holds end once, as freezes do. And what services are told of calls that they undo; the points are in the journal. */
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

    create function ledger.refuse_other_end_of_hold() returns trigger language plpgsql as $$
    begin
      raise exception 'ledger.holds may only end, and once' using errcode = 'insufficient_privilege';
    end $$;
    create trigger holds_end_once before update on ledger.holds for each row
      when (old.state <> 'open'
            or (old.account_id, old.id, old.points, old.key_id, old.service_id, old.api_code, old.quantity, old.price_version,
                old.by_price, old.may_exceed, old.held_at, old.expires_at)
               is distinct from
               (new.account_id, new.id, new.points, new.key_id, new.service_id, new.api_code, new.quantity, new.price_version,
                new.by_price, new.may_exceed, new.held_at, new.expires_at))
      execute function ledger.refuse_other_end_of_hold();
    create trigger holds_stay before delete or truncate on ledger.holds
      for each statement execute function ledger.refuse_other_end_of_hold();
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
    drop trigger holds_end_once on ledger.holds;
    drop trigger holds_stay on ledger.holds;
    drop function ledger.refuse_other_end_of_hold();
  `);
}
