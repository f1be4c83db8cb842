/**
 * What the tables say about the accounts in this range: one row with the sums of all, and as JSON the facts of those that are
 * not sound (`all`: of every one). Ranges are conditions on `account.id`, `entry.account_id` and `lot.account_id`. The rule is
 * `findingsInAccount` in src/domain/ledger.
 */
export const auditAccountsSql = (range: (column: string) => string, all: boolean): string => /* sql */ `
with moved as materialized (
  select entry.account_id, entry.lot_id, entry.kind, sum(entry.change) as change, count(*) as lines
  from ledger.entries entry where ${range('entry.account_id')}
  group by entry.account_id, entry.lot_id, entry.kind
),
journal as (
  select account_id, sum(change) as change,
    coalesce(-sum(change) filter (where kind in ('hold', 'freeze', 'release')), 0) as held,
    coalesce(-sum(change) filter (where kind = 'claw_back'), 0) as refunded,
    coalesce(sum(change) filter (where kind in ('credit', 'debit')), 0) as adjusted
  from moved group by account_id
),
lots as (
  select coalesce(lot.account_id, by_lot.account_id) as account_id, coalesce(lot.id, by_lot.lot_id) as lot_id,
         lot.remaining, coalesce(by_lot.change, 0) as change
  from (select * from ledger.lots_now lot where ${range('lot.account_id')}) lot
  full join (select account_id, lot_id, sum(change) as change from moved group by account_id, lot_id) by_lot
    on by_lot.account_id = lot.account_id and by_lot.lot_id = lot.id
),
in_lots as (
  select account_id, coalesce(sum(remaining), 0) as remaining,
    jsonb_agg(jsonb_build_object('lot_id', lot_id, 'remaining', remaining::text, 'moved', change::text))
      filter (where remaining is distinct from change) as odd
  from lots group by account_id
),
facts as (
  select coalesce(account.id, journal.account_id) as account_id,
    account.last_seq, account.balance, encode(account.hash, 'hex') as hash,
    last.seq as journal_seq, last.balance_after as journal_balance, encode(last.hash, 'hex') as journal_hash,
    coalesce(journal.change, 0) as moved_in_all, stray.lines as strays, stray.first as first_stray,
    coalesce(in_lots.remaining, 0) as in_lots, in_lots.odd,
    coalesce(journal.held, 0) as held, coalesce(journal.refunded, 0) as refunded, coalesce(journal.adjusted, 0) as adjusted,
    coalesce(holds.points, 0) + coalesce(frozen.frozen, 0) as held_books, coalesce(frozen.burned, 0) as refunded_books,
    coalesce(adjustments.points, 0) as adjusted_books
  from (select * from ledger.accounts account where ${range('account.id')}) account
  full join journal on journal.account_id = account.id
  left join in_lots on in_lots.account_id = coalesce(account.id, journal.account_id)
  left join lateral (
    select seq, balance_after, hash from ledger.entries
    where account_id = account.id and seq between 1 and account.last_seq order by seq desc limit 1
  ) last on true
  left join lateral (
    select count(*) as lines, min(seq) as first from ledger.entries
    where account_id = coalesce(account.id, journal.account_id)
      and (account.id is null or seq < 1 or seq > account.last_seq)
    having count(*) > 0
  ) stray on true
  left join lateral (
    select sum(points) as points from ledger.holds where account_id = account.id and state = 'open'
  ) holds on true
  left join lateral (
    select sum(points) filter (where state = 'frozen') as frozen, sum(points) filter (where state = 'burned') as burned
    from ledger.freezes where account_id = account.id
  ) frozen on true
  left join lateral (
    select sum(case kind when 'credit' then points else -points end) as points
    from ledger.adjustments where account_id = account.id
  ) adjustments on true
)
select (select count(*) from ledger.accounts account where ${range('account.id')}) as accounts,
  (select coalesce(sum(balance), 0) from ledger.accounts account where ${range('account.id')}) as balance,
  (select coalesce(sum(lines), 0) from moved) as entries,
  (select coalesce(jsonb_object_agg(kind, change::text), '{}')
   from (select kind, sum(change) as change from moved group by kind) by_kind) as moved,
  (select coalesce(jsonb_agg(jsonb_build_object(
     'account_id', account_id, 'odd', coalesce(odd, '[]'),
     'seq', last_seq::text, 'balance', balance::text, 'hash', hash,
     'journal_seq', journal_seq::text, 'journal_balance', journal_balance::text, 'journal_hash', journal_hash,
     'moved_in_all', moved_in_all::text, 'strays', strays::text, 'first_stray', first_stray::text, 'in_lots', in_lots::text,
     'held', held::text, 'refunded', refunded::text, 'adjusted', adjusted::text,
     'held_books', held_books::text, 'refunded_books', refunded_books::text, 'adjusted_books', adjusted_books::text
   ) order by account_id), '[]')
   from facts
   where ${
     all
       ? 'true'
       : `last_seq is null or strays is not null or last_seq <> coalesce(journal_seq, 0) or balance <> coalesce(journal_balance, 0)
     or hash <> journal_hash or balance <> moved_in_all or balance <> in_lots or odd is not null
     or held <> held_books or refunded <> refunded_books or adjusted <> adjusted_books`
   }) as facts`;
