import { POINTS_PER_CALL } from '../load/usage-calls.ts';

/**
 * Calls of the past for the accounts from $1 to $2, $3 for each, as if they had been made: consumptions and entries that
 * follow each other, drawn from the last lot, and then the account and the lot as they leave them.
 */
export const fillHistorySql: readonly string[] = [
  /* sql */ `
insert into ledger.consumptions
  (account_id, id, idempotency_key, fingerprint, key_id, service_id, api_code, quantity, price_version, points,
   available_after, at)
select account.id, gen_random_uuid(), 'past-' || number || '-' || past, repeat('0', 64), bench.id(4, number),
       bench.id(5, 0), 'image.recognize', 1, 1, ${POINTS_PER_CALL}, account.balance - past * ${POINTS_PER_CALL}, now()
from generate_series($1::integer, $2::integer) as number
join ledger.accounts account on account.id = bench.id(1, number)
cross join generate_series(1, $3::integer) as past`,
  /* sql */ `
insert into ledger.entries
  (account_id, seq, kind, counter_account, change, balance_before, balance_after, lot_id, cause_id, at)
select account.id, account.last_seq + past, 'consume', 'consumed', -${POINTS_PER_CALL},
       account.balance - (past - 1) * ${POINTS_PER_CALL}, account.balance - past * ${POINTS_PER_CALL},
       bench.id(2, number, 3), gen_random_uuid(), now()
from generate_series($1::integer, $2::integer) as number
join ledger.accounts account on account.id = bench.id(1, number)
cross join generate_series(1, $3::integer) as past`,
  /* sql */ `
update ledger.accounts set balance = balance - $3::integer * ${POINTS_PER_CALL}, last_seq = last_seq + $3::integer
where id in (select bench.id(1, number) from generate_series($1::integer, $2::integer) as number)`,
  /* sql */ `
update ledger.lots lot set remaining = remaining - $3::integer * ${POINTS_PER_CALL}
from generate_series($1::integer, $2::integer) as number
where lot.account_id = bench.id(1, number) and lot.id = bench.id(2, number, 3)`,
];
