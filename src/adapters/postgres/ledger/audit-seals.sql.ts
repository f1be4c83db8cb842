/** All seals, each with the digest that follows from the heads that it sealed: the rule is `sealDigest`. */
export const auditSealsSql = /* sql */ `
select seal.*, sha256(seal.previous_digest || coalesce((
  select string_agg(uuid_send(head.account_id) || int8send(head.seq) || head.hash, ''::bytea order by head.account_id)
  from ledger.sealed_heads head where head.seal_no = seal.no
), '')) as recomputed
from ledger.seals seal order by seal.no`;

/** For each account, the first sealed line that is not in the journal as it was sealed. */
export const auditSpansSql = (range: string): string => /* sql */ `
select distinct on (head.account_id) head.account_id, head.seal_no, seal.sealed_at, head.seq, coalesce(before.seq, 0) as since
from ledger.sealed_heads head
join ledger.seals seal on seal.no = head.seal_no
left join ledger.entries entry on entry.account_id = head.account_id and entry.seq = head.seq
left join lateral (
  select earlier.seq from ledger.sealed_heads earlier
  where earlier.account_id = head.account_id and earlier.seal_no < head.seal_no order by earlier.seal_no desc limit 1
) before on true
where entry.hash is distinct from head.hash and ${range}
order by head.account_id, head.seal_no`;
