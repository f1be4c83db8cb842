import { entryBytesSql } from '../../src/adapters/postgres/entry-bytes.sql.ts';
import { API, POINTS_PER_CALL } from '../load/usage-calls.ts';

const change = `-${POINTS_PER_CALL}::bigint`;
const balanceAfter = `account.balance - past * ${POINTS_PER_CALL}`;

const bytes = entryBytesSql({
  ...{ account: 'account.id', seq: 'account.last_seq + past', at: 'account.last_at', change, balanceAfter },
  ...{ lot: 'bench.id(2, number, 3)', cause: 'cause_id', part: '1', parts: '1', kind: `'consume'`, api: `'${API}'` },
  ...{ key: 'bench.id(4, number)', service: 'bench.id(5, 0)', quantity: '1', version: '1' },
});

/**
 * Calls of the past for the accounts from $1 to $2, $3 for each, as if they had been made: lines that are chained to each
 * other, drawn from the last lot; then the heads, the lot and the meter as they leave them.
 */
export const fillHistorySql: readonly string[] = [
  /* sql */ `
insert into ledger.entries
  (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id,
   key_id, service_id, quantity, price_version, api_code, hash)
select account.id, account.last_seq + past, 'consume', 1, 1, ${change}, ${balanceAfter}, account.last_at, bench.id(2, number, 3),
       cause_id, bench.id(4, number), bench.id(5, 0), 1, 1, '${API}',
       ledger.chain(case when past = 1 then account.hash else '' end || ${bytes}) over (partition by number order by past)
from generate_series($1::integer, $2::integer) as number
join ledger.accounts account on account.id = bench.id(1, number)
cross join lateral (select past, gen_random_uuid() as cause_id from generate_series(1, $3::integer) as past) as call`,
  /* sql */ `
update ledger.accounts account
set balance = last.balance_after, last_seq = last.seq, hash = last.hash
from generate_series($1::integer, $2::integer) as number, ledger.entries last
where account.id = bench.id(1, number) and last.account_id = account.id and last.seq = account.last_seq + $3::integer`,
  /* sql */ `
update ledger.lots lot set remaining = remaining - $3::integer * ${POINTS_PER_CALL}
from generate_series($1::integer, $2::integer) as number
where lot.account_id = bench.id(1, number) and lot.id = bench.id(2, number, 3)`,
  /* sql */ `
update keyvault.key_meters meter set points_total = points_total + $3::integer * ${POINTS_PER_CALL}
from generate_series($1::integer, $2::integer) as number
where meter.key_id = bench.id(4, number) and meter.user_id = bench.id(1, number)`,
];
