/**
 * Takes these draws from an order's lots, writes their entries and notes the freeze, in one statement. Lock the account in a
 * statement before this one, and decide the draws after that.
 *
 * A lot that has less, or a second freeze of one refund, fails on a constraint. A lot that is not the order's is passed over:
 * the answer is how many lots gave points, and fewer than there are draws is a fault.
 * The ledger in memory does the same; test/agreement keeps the two equal.
 * Bindings: account, refund, order, now, lots, their points.
 */
export const freezePointsSql = /* sql */ `
with input as (
  select ?::uuid as account_id, ?::uuid as refund_id, ?::uuid as order_id, ?::timestamptz(3) as at
),
draw as (
  select lot_id, points, nth from unnest(?::uuid[], ?::bigint[]) with ordinality as draw (lot_id, points, nth)
),
taken as (
  update ledger.lots lot set remaining = lot.remaining - draw.points
  from draw, input
  where lot.account_id = input.account_id and lot.order_id = input.order_id and lot.id = draw.lot_id
  returning draw.lot_id, draw.points, draw.nth
),
total as (
  select count(*) as lots, sum(points) as points from taken
),
head as (
  select account.last_seq, account.balance from ledger.accounts account, input where account.id = input.account_id
),
moved as (
  update ledger.accounts account
  set last_seq = account.last_seq + total.lots, balance = account.balance - total.points
  from total, input where account.id = input.account_id
),
noted as (
  insert into ledger.freezes (account_id, refund_id, order_id, points, state, frozen_at)
  select input.account_id, input.refund_id, input.order_id, total.points, 'frozen', input.at from total, input
),
posted as (
  insert into ledger.entries
    (account_id, seq, kind, counter_account, change, balance_before, balance_after, lot_id, cause_id, at)
  select input.account_id, head.last_seq + row_number() over in_order, 'freeze', 'held', -taken.points,
         head.balance - sum(taken.points) over in_order + taken.points,
         head.balance - sum(taken.points) over in_order, taken.lot_id, input.refund_id, input.at
  from taken, head, input
  window in_order as (order by taken.nth)
)
select lots from total`;
