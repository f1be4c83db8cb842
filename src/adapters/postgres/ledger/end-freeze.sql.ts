/**
 * Ends a freeze, in one statement: the points go back to the account, into their lots if they are released; if they are
 * burned, they are taken back at once for good, and the lots stay as they are. Lock the account in a statement before this one.
 *
 * The draws are those of the journal. The ledger in memory does the same; test/agreement keeps the two equal.
 * Bindings: account, refund, 'released' or 'burned', now. One row if there was something to end.
 */
export const endFreezeSql = /* sql */ `
with input as (
  select ?::uuid as account_id, ?::uuid as refund_id, ?::text as state, ?::timestamptz(3) as at
),
ended as (
  update ledger.freezes frozen set state = input.state, ended_at = input.at
  from input
  where frozen.account_id = input.account_id and frozen.refund_id = input.refund_id and frozen.state = 'frozen'
  returning frozen.refund_id
),
draw as (
  select entry.lot_id, -entry.change as points, entry.seq
  from ended, input, ledger.entries entry
  where entry.cause_id = ended.refund_id and entry.account_id = input.account_id and entry.kind = 'freeze'
),
deed as (
  select nth, kind, counter_account, sign
  from input, (values (1, 'release', 'held', 1), (2, 'claw_back', 'refunded', -1)) as deed (nth, kind, counter_account, sign)
  where kind = 'release' or input.state = 'burned'
),
posting as (
  select draw.lot_id, deed.kind, deed.counter_account, deed.sign * draw.points as change,
         row_number() over in_order as nth, sum(deed.sign * draw.points) over in_order as running
  from draw, deed
  window in_order as (order by deed.nth, draw.seq)
),
total as (
  select count(*) as entries, sum(change) as change from posting having count(*) > 0
),
head as (
  select account.last_seq, account.balance from ledger.accounts account, input where account.id = input.account_id
),
given_back as (
  update ledger.lots lot set remaining = lot.remaining + draw.points
  from draw, input
  where input.state = 'released' and lot.account_id = input.account_id and lot.id = draw.lot_id
),
moved as (
  update ledger.accounts account
  set last_seq = account.last_seq + total.entries, balance = account.balance + total.change
  from total, input where account.id = input.account_id
),
posted as (
  insert into ledger.entries
    (account_id, seq, kind, counter_account, change, balance_before, balance_after, lot_id, cause_id, at)
  select input.account_id, head.last_seq + posting.nth, posting.kind, posting.counter_account, posting.change,
         head.balance + posting.running - posting.change, head.balance + posting.running,
         posting.lot_id, input.refund_id, input.at
  from posting, head, input
)
select refund_id from ended`;
