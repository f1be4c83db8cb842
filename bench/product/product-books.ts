import type { Books } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';

const auditSql = /* sql */ `
select (select count(*) from ledger.consumptions) as answers,
       (select -coalesce(sum(change), 0) from ledger.entries where kind = 'consume') as points,
       (select sum(granted) - sum(remaining) from ledger.lots) as missing_from_lots,
       (select sum(change) from ledger.entries where kind = 'grant') - (select sum(balance) from ledger.accounts)
         as missing_from_accounts,
       (select count(*) from ledger.lots where remaining < 0)
         + (select count(*) from ledger.entries where balance_after < 0) as negative,
       (select count(*) - count(distinct (account_id, idempotency_key)) from ledger.consumptions) as twice,
       (select count(*) from (
          select balance_before - lag(balance_after, 1, 0::bigint) over in_order as jump,
                 seq - row_number() over in_order as gap
          from ledger.entries window in_order as (partition by account_id order by seq)) as line
        where jump <> 0 or gap <> 0) as broken_chains`;

/** The product's journal: what was answered was taken, from the lots and from the balances, once, and never below zero. */
export const productBooks = (url: string): Books =>
  new ExpectedBooks('Hot Seahorse', url, auditSql, (expected) => ({
    ...{ answers: expected.answers, points: expected.points },
    ...{ missing_from_lots: expected.points, missing_from_accounts: expected.points },
    ...{ negative: 0, twice: 0, broken_chains: 0 },
  }));
