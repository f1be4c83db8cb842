/**
 * Number, time, digest before. One statement, so that all accounts are sealed as they were at one instant, while they go on
 * moving. The rule of the digest is `sealDigest` in src/domain/ledger.
 */
export const takeSealSql = /* sql */ `
with wanted (no, at, previous) as (values (?::bigint, ?::timestamptz, ?::bytea)),
moved as materialized (
  select account.id, account.last_seq, account.hash, account.last_seq - coalesce(sealed.seq, 0) as added
  from ledger.accounts account
  left join lateral (
    select head.seq from ledger.sealed_heads head where head.account_id = account.id order by head.seal_no desc limit 1
  ) sealed on true
  where account.last_seq > coalesce(sealed.seq, 0)
),
sealed as (
  insert into ledger.seals (no, sealed_at, accounts, entries, previous_digest, digest)
  select no, at, count(id), coalesce(sum(added), 0), previous,
         sha256(previous || coalesce(string_agg(uuid_send(id) || int8send(last_seq) || hash, ''::bytea order by id), ''))
  from wanted left join moved on true
  group by no, at, previous
  returning *
),
heads as (
  insert into ledger.sealed_heads (account_id, seal_no, seq, hash)
  select moved.id, wanted.no, moved.last_seq, moved.hash from moved, wanted
)
select * from sealed`;
