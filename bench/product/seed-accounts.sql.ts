import { entryBytesSql } from '../../src/adapters/postgres/entry-bytes.sql.ts';

const NO_HASH = `decode(repeat('00', 32), 'hex')`;

const bytes = entryBytesSql({
  ...{ account: 'account_id', seq: 'part', at: 'at', change: 'points', balanceAfter: 'balance_after' },
  ...{ lot: 'lot_id', cause: 'order_id', part: '1', parts: '1', kind: `'grant'` },
  ...{
    key: 'null::uuid',
    service: 'null::uuid',
    quantity: 'null::integer',
    version: 'null::integer',
    api: 'null::text',
  },
});

/**
 * For each of `bench.accounts`: a user, an account, three lots of different expiry, their grants in the journal and a key.
 * The first two lots are small, so that one hot account walks from lot to lot while it is measured; the first is open, as
 * after an account's first call. Ids count upwards, as the product's do.
 */
export const seedAccountsSql = /* sql */ `
create function bench.id(kind integer, number integer, part integer default 0) returns uuid language sql immutable as $$
  select (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number * 4 + part), 12, '0'))::uuid
$$;

insert into identity.users (id, nickname, created_at)
select bench.id(1, number), 'bench', now() from bench.accounts;

create table bench.grants as
with lots as (
  select bench.id(1, number) as account_id, number, part, points, bench.id(2, number, part) as lot_id,
         bench.id(3, number, part) as order_id, date_trunc('milliseconds', now()) as at, now() + expires_in as expires_at,
         (sum(points) over (partition by number order by part))::bigint as balance_after
  from bench.accounts,
       (values (1, 20000::bigint, interval '30 days'), (2, 100000, '60 days'), (3, 1000000000, '365 days'))
         as lot (part, points, expires_in)
)
select *, ledger.chain(case when part = 1 then ${NO_HASH} else '' end || ${bytes})
            over (partition by number order by part) as hash
from lots;

insert into ledger.accounts (id, last_seq, balance, last_at, hash, lot_id, lot_left, lot_expires_at)
select last.account_id, last.part, last.balance_after, last.at, last.hash, open.lot_id, open.points, open.expires_at
from bench.grants last join bench.grants open using (number) where last.part = 3 and open.part = 1 order by number;

insert into ledger.lots (account_id, id, kind, order_id, granted, remaining, granted_at, expires_at)
select account_id, lot_id, 'paid', order_id, points, points, at, expires_at from bench.grants order by number, part;

insert into ledger.entries
  (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id, hash)
select account_id, part, 'grant', 1, 1, points, balance_after, at, lot_id, order_id, hash from bench.grants order by number, part;

insert into keyvault.api_keys
  (id, user_id, digest, hint, name, scope, enabled, created_at, expires_at, updated_at)
select bench.id(4, number), bench.id(1, number), decode(token_digest, 'hex'), 'sk_live_benc…mark', 'bench',
       '{image.recognize,text.moderate}', true, now(), now() + interval '90 days', now()
from bench.accounts order by number;

insert into keyvault.key_meters (key_id, user_id, day)
select bench.id(4, number), bench.id(1, number), (now() at time zone 'Asia/Shanghai')::date
from bench.accounts order by number;

drop table bench.grants;`;
