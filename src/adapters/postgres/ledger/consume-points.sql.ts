/**
 * Takes points from an account's lots and writes the entries, all or nothing, in one statement. Lock the account in a
 * statement before this one: a lock inside it would come after its snapshot (READ COMMITTED) and let two calls spend the
 * same points.
 *
 * The rule is `decideConsumption` in src/domain/ledger; test/agreement keeps the two equal.
 * Bindings: account, points, now, consumption. One row per draw, in draw order; a row with a null lot: nothing was drawn.
 */
export const consumePointsSql = /* sql */ `
with input as (
  select ?::uuid as account_id, ?::bigint as points, ?::timestamptz(3) as at, ?::uuid as consumption_id
),
spendable as (
  select lot.id, lot.remaining,
         sum(lot.remaining) over (order by lot.expires_at, lot.kind, lot.granted_at, lot.id) as running
  from ledger.lots lot, input
  where lot.account_id = input.account_id and lot.remaining > 0 and lot.expires_at > input.at
),
available as (
  select coalesce(sum(remaining), 0) as points from spendable
),
draw as (
  select spendable.id, running, least(remaining, input.points - (running - remaining)) as points
  from spendable, available, input
  where available.points >= input.points and running - remaining < input.points
),
drawn as (
  select count(*) as lots, sum(points) as points from draw having count(*) > 0
),
head as (
  select account.last_seq, account.balance from ledger.accounts account, input where account.id = input.account_id
),
spent as (
  update ledger.lots lot set remaining = lot.remaining - draw.points
  from draw, input where lot.account_id = input.account_id and lot.id = draw.id
),
moved as (
  update ledger.accounts account
  set last_seq = account.last_seq + drawn.lots, balance = account.balance - drawn.points
  from drawn, input where account.id = input.account_id
),
posted as (
  insert into ledger.entries
    (account_id, seq, kind, counter_account, change, balance_before, balance_after, lot_id, cause_id, at)
  select input.account_id, head.last_seq + row_number() over in_order, 'consume', 'consumed', -draw.points,
         head.balance - sum(draw.points) over in_order + draw.points, head.balance - sum(draw.points) over in_order,
         draw.id, input.consumption_id, input.at
  from draw, head, input
  window in_order as (order by draw.running)
)
select draw.id as lot_id, draw.points, available.points as available
from available left join draw on true
order by draw.running`;
