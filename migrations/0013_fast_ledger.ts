import type { Knex } from 'knex';
import { entryBytesSql } from '../src/adapters/postgres/entry-bytes.sql.ts';
import { drawPointsSql } from '../src/adapters/postgres/ledger/draw-points.sql.ts';
import { lockAccountSql } from '../src/adapters/postgres/ledger/lock-account.sql.ts';
import { postDeedSql } from '../src/adapters/postgres/ledger/post-deed.sql.ts';
import { chargeBatchSql } from '../src/adapters/postgres/usage/charge-batch.sql.ts';
import { chargeOneSql } from '../src/adapters/postgres/usage/charge-one.sql.ts';
import { usageIdSql } from '../src/adapters/postgres/usage/usage-id.sql.ts';

/**
 * The ledger that is fast and can be proved unchanged: calls are lines of the journal, each line is chained to the one
 * before, and the head of an account carries the lot that pays next (docs/adr/0019 and 0020).
 *
 * Functions are code: whoever changes the text of one adds a migration that installs it again.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(keyvaultUp);
  await knex.raw(ledgerUp);
  await knex.raw(journalUp);
  for (const sql of [lockAccountSql, postDeedSql, drawPointsSql]) await knex.raw(escaped(sql));
  await knex.raw('create schema usage');
  for (const sql of [chargeOneSql, chargeBatchSql]) await knex.raw(escaped(sql));
}

/** Only as long as nothing was posted: what calls were made is nowhere but in the journal now. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      if exists (select 1 from ledger.entries) then
        raise exception 'the journal has entries that the ledger of before cannot hold' using errcode = 'check_violation';
      end if;
    end $$;
    drop schema usage cascade;
  `);
  await knex.raw(ledgerDown);
  await knex.raw(keyvaultDown);
}

/** knex takes a question mark for a binding. */
const escaped = (sql: string): string => sql.replaceAll('?', '\\?');

const keyvaultUp = /* sql */ `
  alter table keyvault.api_keys
    alter column digest type bytea using decode(digest, 'hex'),
    add column networks cidr[],
    add column rate_calls integer check (rate_calls >= 1),
    add column rate_seconds integer check (rate_seconds between 1 and 86400),
    add column daily_budget bigint check (daily_budget >= 1),
    add column total_budget bigint check (total_budget >= 1),
    add check ((rate_calls is null) = (rate_seconds is null));
  comment on column keyvault.api_keys.digest is 'SHA-256 of the token; the token itself is nowhere';
  comment on column keyvault.api_keys.networks is 'where its callers may be; null: anywhere';

  create table keyvault.key_meters (
    key_id uuid not null,
    user_id uuid not null,
    day date not null,
    calls_today integer not null default 0,
    points_today bigint not null default 0 check (points_today >= 0),
    points_total bigint not null default 0 check (points_total >= 0),
    rate_window bigint not null default 0,
    calls_in_window integer not null default 0,
    last_used_at timestamptz(3),
    primary key (key_id, user_id)
  ) with (fillfactor = 85);
  comment on table keyvault.key_meters is 'what each key has used; days are Beijing''s';
  -- What was taken today counts today: a reversal takes it off again.
  insert into keyvault.key_meters (key_id, user_id, day, calls_today, points_today, points_total, last_used_at)
  select k.id, k.user_id, today.day, coalesce(used.calls_today, 0), coalesce(used.points_today, 0), coalesce(used.points, 0), used.at
  from keyvault.api_keys k
  cross join (select (now() at time zone 'Asia/Shanghai')::date as day) today
  left join lateral (
    select sum(quantity) filter (where (at at time zone 'Asia/Shanghai')::date = today.day) as calls_today,
           sum(points) filter (where (at at time zone 'Asia/Shanghai')::date = today.day) as points_today,
           sum(points) as points, max(at) as at
    from ledger.consumptions where account_id = k.user_id and key_id = k.id
  ) used on true;

  alter table keyvault.services
    add column operations text[],
    add column networks cidr[],
    add column requires_signature boolean not null default false;
  comment on column keyvault.services.operations is 'what it may do; null: everything';
  create table keyvault.service_tokens (
    digest bytea primary key,
    service_id uuid not null references keyvault.services,
    hint text not null,
    created_at timestamptz(3) not null,
    expires_at timestamptz(3)
  );
  create index service_tokens_service on keyvault.service_tokens (service_id);
  insert into keyvault.service_tokens (digest, service_id, hint, created_at)
  select decode(digest, 'hex'), id, hint, created_at from keyvault.services;
  alter table keyvault.services drop column digest, drop column hint;
  create table keyvault.signing_secrets (
    id uuid primary key,
    service_id uuid not null references keyvault.services,
    sealed text not null,
    created_at timestamptz(3) not null,
    expires_at timestamptz(3)
  );
  create index signing_secrets_service on keyvault.signing_secrets (service_id);
`;

const keyvaultDown = /* sql */ `
  drop table keyvault.signing_secrets;
  alter table keyvault.services add column digest text, add column hint text;
  update keyvault.services s set (digest, hint) = (
    select encode(t.digest, 'hex'), t.hint from keyvault.service_tokens t
    where t.service_id = s.id order by t.created_at desc limit 1
  );
  alter table keyvault.services
    alter column digest set not null, alter column hint set not null, add unique (digest),
    drop column operations, drop column networks, drop column requires_signature;
  drop table keyvault.service_tokens;
  drop table keyvault.key_meters;
  alter table keyvault.api_keys
    drop column networks, drop column rate_calls, drop column rate_seconds, drop column daily_budget, drop column total_budget,
    alter column digest type text using encode(digest, 'hex');
`;

const ledgerUp = /* sql */ `
  create type ledger.entry_kind as enum
    ('grant', 'consume', 'reverse', 'hold', 'release', 'freeze', 'claw_back', 'expire', 'credit', 'debit');

  alter table ledger.accounts
    add column last_at timestamptz(3),
    add column hash bytea not null default decode(repeat('00', 32), 'hex'),
    add column lot_id uuid,
    add column lot_left bigint check (lot_left >= 0),
    add column lot_expires_at timestamptz(3),
    add check ((lot_id is null) = (lot_left is null) and (lot_id is null) = (lot_expires_at is null)),
    set (fillfactor = 85);
  comment on table ledger.accounts is 'the row that serialises an account, with the head of its journal and its open lot';
  comment on column ledger.accounts.lot_id is 'the lot that pays next, while nobody but the fast path has touched the account';
  comment on column ledger.accounts.lot_left is 'what that lot still has: its own row is behind until the lot is closed';

  alter table ledger.lots alter column order_id drop not null;
  comment on column ledger.lots.order_id is 'the bonus lot of an order belongs to the paid one; null: given by an operator';
  create index lots_expiring on ledger.lots (expires_at) where remaining > 0;

  create view ledger.lots_now as
  select lot.account_id, lot.id, lot.kind, lot.order_id, lot.granted,
         case when account.lot_id = lot.id then account.lot_left else lot.remaining end as remaining,
         lot.granted_at, lot.expires_at
  from ledger.lots lot join ledger.accounts account on account.id = lot.account_id;

  create function ledger.chain_step(bytea, bytea) returns bytea language plpgsql immutable strict parallel safe as $$
  begin
    return sha256($1 || $2);
  end $$;
  create aggregate ledger.chain(bytea) (sfunc = ledger.chain_step, stype = bytea, initcond = '\\x');

  create table ledger.holds (
    account_id uuid not null references ledger.accounts,
    id uuid not null,
    points bigint not null check (points >= 1),
    key_id uuid not null,
    service_id uuid not null,
    api_code text not null,
    quantity integer not null check (quantity >= 1),
    price_version integer,
    by_price boolean not null,
    may_exceed boolean not null,
    held_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    release_at timestamptz(3),
    state text not null check (state in ('open', 'captured', 'released')),
    ended_at timestamptz(3),
    ended_by text check (ended_by in ('service', 'expiry')),
    captured_points bigint check (captured_points >= 1),
    available_after bigint,
    primary key (account_id, id),
    check ((state = 'open') = (ended_at is null)),
    check ((state = 'open') = (available_after is null)),
    check ((state = 'open') = (release_at is not null)),
    check ((state = 'released') = (ended_by is not null)),
    check ((state = 'captured') = (captured_points is not null))
  );
  comment on column ledger.holds.by_price is 'false: the service said how many points, instead of how many calls';
  comment on column ledger.holds.release_at is 'when a worker looks at it (next)';
  comment on column ledger.holds.available_after is 'what the account could spend once it had ended';
  create index holds_by_id on ledger.holds (id);
  create index holds_due on ledger.holds (release_at) where state = 'open';
  create index holds_open on ledger.holds (account_id) where state = 'open';

  create table ledger.adjustments (
    account_id uuid not null references ledger.accounts,
    id uuid not null,
    kind text not null check (kind in ('credit', 'debit')),
    points bigint not null check (points >= 1),
    reason text not null check (reason <> ''),
    operator text not null check (operator <> ''),
    request_key text,
    expires_at timestamptz(3),
    at timestamptz(3) not null,
    primary key (account_id, id),
    unique (request_key, account_id),
    check ((kind = 'credit') = (expires_at is not null))
  );
  comment on column ledger.adjustments.expires_at is 'of the points that were given';
  create trigger adjustments_append_only before update or delete or truncate on ledger.adjustments
    for each statement execute function ledger.refuse_change();

  create table ledger.seals (
    no bigint primary key check (no >= 1),
    sealed_at timestamptz(3) not null,
    accounts bigint not null,
    entries bigint not null,
    previous_digest bytea not null,
    digest bytea not null
  );
  comment on table ledger.seals is 'what the journal was at a time; the digest is for keeping elsewhere';
  create table ledger.sealed_heads (
    account_id uuid not null,
    seal_no bigint not null references ledger.seals,
    seq bigint not null,
    hash bytea not null,
    primary key (account_id, seal_no)
  );
  create trigger seals_append_only before update or delete or truncate on ledger.seals
    for each statement execute function ledger.refuse_change();
  create trigger sealed_heads_append_only before update or delete or truncate on ledger.sealed_heads
    for each statement execute function ledger.refuse_change();
`;

const bytesOfRow = entryBytesSql({
  ...{ account: 'e.account_id', seq: 'e.seq', at: 'e.at', change: 'e.change', balanceAfter: 'e.balance_after' },
  ...{
    lot: 'e.lot_id',
    cause: 'e.cause_id',
    part: 'e.part',
    parts: 'e.parts',
    key: 'e.key_id',
    service: 'e.service_id',
  },
  ...{ quantity: 'e.quantity', version: 'e.price_version', kind: 'e.kind::text', api: 'e.api_code' },
});

/** The journal of before, line by line, with its calls and its chain. */
const journalUp = /* sql */ `
  alter table ledger.entries rename to entries_before;
  alter table ledger.entries_before rename constraint entries_pkey to entries_before_pkey;
  -- Without a foreign key: whoever writes a line moves the account's row in the same statement, and the check costs more than that.
  create table ledger.entries (
    account_id uuid not null,
    seq bigint not null check (seq >= 1),
    kind ledger.entry_kind not null,
    part smallint not null,
    parts smallint not null,
    change bigint not null,
    balance_after bigint not null check (balance_after >= 0),
    at timestamptz(3) not null,
    lot_id uuid not null,
    cause_id uuid not null,
    key_id uuid,
    service_id uuid,
    quantity integer,
    price_version integer,
    api_code text,
    hash bytea not null,
    constraint entries_pkey primary key (account_id, seq),
    constraint entries_part_check check (part between 1 and parts),
    constraint entries_sign_check check (change <> 0 and (change > 0) = (kind in ('grant', 'reverse', 'release', 'credit')))
  );
  comment on column ledger.entries.change is 'what the account gains; the counter account of its kind loses as much';
  comment on column ledger.entries.hash is 'SHA-256 of the hash before and of this line';

  insert into ledger.entries
    (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id,
     key_id, service_id, quantity, price_version, api_code, hash)
  select e.account_id, e.seq, e.kind::ledger.entry_kind,
         row_number() over (of_deed order by e.seq), count(*) over of_deed, e.change, e.balance_after,
         max(e.at) over (partition by e.account_id order by e.seq), e.lot_id,
         case when call.id is null then e.cause_id
              else ${usageIdSql({ service: 'call.service_id', account: 'e.account_id', idempotencyKey: 'call.idempotency_key' })} end,
         call.key_id, call.service_id, call.quantity, call.price_version, call.api_code, ''
  from ledger.entries_before e
  left join ledger.consumptions call on call.account_id = e.account_id and call.id = e.cause_id and e.kind = 'consume'
  window of_deed as (partition by e.account_id, e.cause_id, e.kind);
  update ledger.entries new set hash = linked.hash
  from (
    select e.account_id, e.seq,
           ledger.chain(case when e.seq = 1 then decode(repeat('00', 32), 'hex') else '' end || ${bytesOfRow})
             over (partition by e.account_id order by e.seq) as hash
    from ledger.entries e
  ) linked
  where linked.account_id = new.account_id and linked.seq = new.seq;
  update ledger.accounts account set last_at = last.at, hash = last.hash
  from ledger.entries last where last.account_id = account.id and last.seq = account.last_seq;

  drop table ledger.entries_before;
  drop table ledger.consumptions;
  create unique index entries_deed on ledger.entries (cause_id, account_id, kind, part);
  create trigger entries_append_only before update or delete or truncate on ledger.entries
    for each statement execute function ledger.refuse_change();
`;

const ledgerDown = /* sql */ `
  drop table ledger.sealed_heads, ledger.seals, ledger.adjustments, ledger.holds, ledger.entries;
  drop function ledger.lock_account, ledger.post_deed, ledger.draw_points;
  drop aggregate ledger.chain(bytea);
  drop function ledger.chain_step;
  drop view ledger.lots_now;
  drop index ledger.lots_expiring;
  alter table ledger.lots alter column order_id set not null;
  alter table ledger.accounts
    drop column last_at, drop column hash, drop column lot_id, drop column lot_left, drop column lot_expires_at, reset (fillfactor);
  drop type ledger.entry_kind;

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
    price_version integer check (price_version >= 1),
    primary key (account_id, id),
    unique (idempotency_key, account_id)
  );
  create index consumptions_key on ledger.consumptions (account_id, key_id, at desc);
  create table ledger.entries (
    account_id uuid not null references ledger.accounts,
    seq bigint not null check (seq >= 1),
    kind text not null,
    counter_account text not null,
    change bigint not null check (change <> 0),
    balance_before bigint not null check (balance_before >= 0),
    balance_after bigint not null check (balance_after >= 0),
    lot_id uuid not null,
    cause_id uuid not null,
    at timestamptz(3) not null,
    primary key (account_id, seq),
    check (balance_before + change = balance_after),
    constraint entries_posting_check check ((kind, counter_account, change > 0) in (
      ('grant', 'issuance', true),
      ('consume', 'consumed', false),
      ('freeze', 'held', false),
      ('release', 'held', true),
      ('claw_back', 'refunded', false)
    ))
  );
  create index entries_cause on ledger.entries (cause_id, account_id);
  create trigger entries_append_only before update or delete or truncate on ledger.entries
    for each statement execute function ledger.refuse_change();
  create trigger consumptions_append_only before update or delete or truncate on ledger.consumptions
    for each statement execute function ledger.refuse_change();
`;
