import type { Knex } from 'knex';

/** Kind, counter account and direction of an entry belong together, which two lists of words did not say. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table ledger.freezes (
      account_id uuid not null references ledger.accounts,
      refund_id uuid not null,
      order_id uuid not null,
      points bigint not null check (points >= 1),
      state text not null check (state in ('frozen', 'released', 'burned')),
      frozen_at timestamptz(3) not null,
      ended_at timestamptz(3),
      primary key (account_id, refund_id),
      check ((state = 'frozen') = (ended_at is null))
    );
    comment on table ledger.freezes is 'points taken from an order''s lots while a refund is under way';
    comment on column ledger.freezes.points is 'over all lots; how many of which are the entries that the refund caused';

    create function ledger.refuse_other_end() returns trigger language plpgsql as $$
    begin
      raise exception 'ledger.freezes may only end, and once' using errcode = 'insufficient_privilege';
    end $$;
    create trigger freezes_end_once before update on ledger.freezes for each row
      when (old.state <> 'frozen'
            or (old.account_id, old.refund_id, old.order_id, old.points, old.frozen_at)
               is distinct from (new.account_id, new.refund_id, new.order_id, new.points, new.frozen_at))
      execute function ledger.refuse_other_end();
    create trigger freezes_stay before delete or truncate on ledger.freezes
      for each statement execute function ledger.refuse_other_end();

    alter table ledger.entries
      drop constraint entries_kind_check,
      drop constraint entries_counter_account_check,
      add constraint entries_posting_check check ((kind, counter_account, change > 0) in (
        ('grant', 'issuance', true),
        ('consume', 'consumed', false),
        ('freeze', 'held', false),
        ('release', 'held', true),
        ('claw_back', 'refunded', false)
      ));
  `);

/** Refused by the database once something was frozen: the journal keeps its entries, and code of before cannot read them. */
export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table ledger.entries
      drop constraint entries_posting_check,
      add constraint entries_kind_check check (kind in ('grant', 'consume')),
      add constraint entries_counter_account_check check (counter_account in ('issuance', 'consumed'));
    drop table ledger.freezes;
    drop function ledger.refuse_other_end();
  `);
