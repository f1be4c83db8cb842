import type { Knex } from 'knex';

/** Every key contains the account, so that the tables can be partitioned or distributed by it without a rewrite. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create schema ledger;

    create table ledger.accounts (
      id uuid primary key,
      last_seq bigint not null default 0,
      balance bigint not null default 0 check (balance >= 0)
    );
    comment on table ledger.accounts is 'the row that serialises an account, with the head of its journal';

    create table ledger.lots (
      account_id uuid not null references ledger.accounts,
      id uuid not null,
      kind text not null check (kind in ('paid', 'bonus')),
      order_id uuid not null,
      granted bigint not null check (granted between 1 and 9007199254740991),
      remaining bigint not null check (remaining between 0 and granted),
      granted_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      primary key (account_id, id),
      unique (order_id, kind, account_id)
    );
    create index lots_spendable on ledger.lots (account_id, expires_at) where remaining > 0;

    create table ledger.consumptions (
      account_id uuid not null references ledger.accounts,
      id uuid not null,
      idempotency_key text not null,
      fingerprint text not null,
      key_id uuid not null,
      service_id uuid not null,
      api_code text not null,
      quantity integer not null check (quantity >= 1),
      points bigint not null check (points >= 1),
      available_after bigint not null check (available_after >= 0),
      at timestamptz(3) not null,
      primary key (account_id, id),
      unique (idempotency_key, account_id)
    );
    create index consumptions_key on ledger.consumptions (account_id, key_id, at desc);

    create table ledger.entries (
      account_id uuid not null references ledger.accounts,
      seq bigint not null check (seq >= 1),
      kind text not null check (kind in ('grant', 'consume')),
      counter_account text not null check (counter_account in ('issuance', 'consumed')),
      change bigint not null check (change <> 0),
      balance_before bigint not null check (balance_before >= 0),
      balance_after bigint not null check (balance_after >= 0),
      lot_id uuid not null,
      cause_id uuid not null,
      at timestamptz(3) not null,
      primary key (account_id, seq),
      check (balance_before + change = balance_after)
    );
    create index entries_cause on ledger.entries (cause_id, account_id);
    comment on column ledger.entries.change is 'what the account gains; the counter account loses as much';

    create function ledger.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'ledger.% is append-only', tg_table_name using errcode = 'insufficient_privilege';
    end $$;
    create trigger entries_append_only before update or delete or truncate on ledger.entries
      for each statement execute function ledger.refuse_change();
    create trigger consumptions_append_only before update or delete or truncate on ledger.consumptions
      for each statement execute function ledger.refuse_change();
  `);

export const down = (knex: Knex): Promise<void> => knex.raw('drop schema ledger cascade');
