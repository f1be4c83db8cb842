import { entryBytesSql } from '../entry-bytes.sql.ts';

const bytes = entryBytesSql({
  ...{ account: 'e.account_id', seq: 'e.seq', at: 'e.at', change: 'e.change', balanceAfter: 'e.balance_after' },
  ...{ lot: 'e.lot_id', cause: 'e.cause_id', part: 'e.part', parts: 'e.parts', key: 'e.key_id' },
  ...{ service: 'e.service_id', quantity: 'e.quantity', version: 'e.price_version', kind: 'e.kind::text' },
  api: 'e.api_code',
});
const NIL = `'00000000-0000-0000-0000-000000000000'`;
const CHECKS = ['numbered', 'adds_up', 'in_time', 'whole_deed', 'signed', 'whole_call', 'chained'];

/**
 * The lines of the accounts in this range with which something is wrong (`all`: every line), each judged by itself: one that was
 * changed does not throw suspicion on those after it. The rule is `judgeLine` in src/domain/ledger. Numeric, because what was
 * tampered with may not fit.
 */
export const auditLinesSql = (range: string, all: boolean): string => /* sql */ `
select account_id, seq, previous_seq, ${CHECKS.join(', ')}, hash, recomputed, bytes
from (
  select account_id, seq, previous_seq, hash, recomputed, bytes,
    seq = coalesce(previous_seq, 0)::numeric + 1 as numbered,
    balance_after >= 0 and balance_after = coalesce(previous_balance, 0)::numeric + change as adds_up,
    previous_at is null or at >= previous_at as in_time,
    part between 1 and parts and (part = 1 or coalesce(continues, false)) and (part = parts or coalesce(is_continued, false))
      as whole_deed,
    change <> 0 and (change > 0) = (kind in ('grant', 'reverse', 'release', 'credit')) as signed,
    case when key_id is null then num_nulls(service_id, api_code, quantity, price_version) = 4
         else key_id <> ${NIL} and coalesce(service_id <> ${NIL}, true) and coalesce(api_code <> '', false)
              and coalesce(quantity >= 1, false) and coalesce(price_version >= 1, true) end as whole_call,
    hash = recomputed as chained
  from (
    select *, sha256(coalesce(previous_hash, decode(repeat('00', 32), 'hex')) || bytes) as recomputed
    from (
      select e.*, ${bytes} as bytes,
        lag(e.seq) over w as previous_seq, lag(e.balance_after) over w as previous_balance, lag(e.at) over w as previous_at,
        lag(e.hash) over w as previous_hash,
        lag(e.cause_id) over w = e.cause_id and lag(e.kind) over w = e.kind and lag(e.parts) over w = e.parts
          and lag(e.part) over w + 1 = e.part as continues,
        lead(e.cause_id) over w = e.cause_id and lead(e.kind) over w = e.kind and lead(e.parts) over w = e.parts
          and lead(e.part) over w = e.part + 1 as is_continued
      from ledger.accounts account
      join ledger.entries e on e.account_id = account.id and e.seq between 1 and account.last_seq
      where ${range}
      window w as (partition by e.account_id order by e.seq)
    ) line
  ) hashed
) judged
where ${all ? 'true' : `not (${CHECKS.join(' and ')})`}
order by account_id, seq`;
