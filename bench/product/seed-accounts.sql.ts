/**
 * For each of `bench.accounts`: a user, an account, three lots of different expiry, their grants in the journal and a key.
 * The first two lots are small, so that one hot account walks from lot to lot while it is measured. Ids count upwards, as
 * the product's do.
 */
export const seedAccountsSql = /* sql */ `
create function bench.id(kind integer, number integer, part integer default 0) returns uuid language sql immutable as $$
  select (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number * 4 + part), 12, '0'))::uuid
$$;

insert into identity.users (id, nickname, created_at)
select bench.id(1, number), 'bench', now() from bench.accounts;

create table bench.lots as
select number, part, points, now() + expires_in as expires_at,
       (sum(points) over (partition by number order by part))::bigint as balance_after
from bench.accounts,
     (values (1, 20000::bigint, interval '30 days'), (2, 100000, '60 days'), (3, 1000000000, '365 days'))
       as lot (part, points, expires_in);

insert into ledger.accounts (id, last_seq, balance)
select bench.id(1, number), max(part), sum(points) from bench.lots group by number;

insert into ledger.lots (account_id, id, kind, order_id, granted, remaining, granted_at, expires_at)
select bench.id(1, number), bench.id(2, number, part), 'paid', bench.id(3, number, part), points, points, now(), expires_at
from bench.lots;

insert into ledger.entries
  (account_id, seq, kind, counter_account, change, balance_before, balance_after, lot_id, cause_id, at)
select bench.id(1, number), part, 'grant', 'issuance', points, balance_after - points, balance_after,
       bench.id(2, number, part), bench.id(3, number, part), now()
from bench.lots;

insert into keyvault.api_keys
  (id, user_id, digest, hint, name, scope, enabled, created_at, expires_at, updated_at)
select bench.id(4, number), bench.id(1, number), token_digest, 'sk_live_benc…mark', 'bench',
       '{image.recognize,text.moderate}', true, now(), now() + interval '90 days', now()
from bench.accounts;

drop table bench.lots;`;
