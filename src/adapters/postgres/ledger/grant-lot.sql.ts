/**
 * Adds one lot to a locked account and writes its entry.
 * Bindings: account, lot, kind, order, points, granted at, expires at.
 */
export const grantLotSql = /* sql */ `
with input as (
  select ?::uuid as account_id, ?::uuid as lot_id, ?::text as kind, ?::uuid as order_id, ?::bigint as points,
         ?::timestamptz(3) as at, ?::timestamptz(3) as expires_at
),
granted as (
  insert into ledger.lots (account_id, id, kind, order_id, granted, remaining, granted_at, expires_at)
  select account_id, lot_id, kind, order_id, points, points, at, expires_at from input
),
moved as (
  update ledger.accounts account
  set last_seq = account.last_seq + 1, balance = account.balance + input.points
  from input where account.id = input.account_id
  returning account.last_seq, account.balance
)
insert into ledger.entries
  (account_id, seq, kind, counter_account, change, balance_before, balance_after, lot_id, cause_id, at)
select account_id, moved.last_seq, 'grant', 'issuance', points, moved.balance - points, moved.balance, lot_id, order_id, at
from input, moved`;
