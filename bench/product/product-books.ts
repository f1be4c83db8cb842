import { entryBytesSql } from '../../src/adapters/postgres/entry-bytes.sql.ts';
import type { Books } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';

const bytes = entryBytesSql({
  ...{ account: 'account_id', seq: 'seq', at: 'at', change: 'change', balanceAfter: 'balance_after', lot: 'lot_id' },
  ...{ cause: 'cause_id', part: 'part', parts: 'parts', key: 'key_id', service: 'service_id', quantity: 'quantity' },
  ...{ version: 'price_version', kind: 'kind::text', api: 'api_code' },
});

const auditSql = /* sql */ `
select (select count(*) from ledger.entries where kind = 'consume' and part = 1) as answers,
       (select -coalesce(sum(change), 0) from ledger.entries where kind = 'consume') as points,
       (select sum(granted) - sum(remaining) from ledger.lots_now) as missing_from_lots,
       (select sum(change) from ledger.entries where kind = 'grant') - (select sum(balance) from ledger.accounts)
         as missing_from_accounts,
       (select coalesce(sum(points_total), 0) from keyvault.key_meters) as metered,
       (select count(*) from ledger.lots_now where remaining < 0)
         + (select count(*) from ledger.entries where balance_after < 0) as negative,
       (select count(*) - count(distinct (account_id, cause_id)) from ledger.entries where kind = 'consume' and part = 1) as twice,
       (select count(*) from (
          select seq - row_number() over journal as gap, balance_after - change - lag(balance_after, 1, 0::bigint) over journal as jump,
                 hash <> sha256(lag(hash, 1, decode(repeat('00', 32), 'hex')) over journal || ${bytes}) as forged
          from ledger.entries window journal as (partition by account_id order by seq)) as line
        where gap <> 0 or jump <> 0 or forged) as broken_chains,
       (select count(*) from ledger.accounts account join ledger.entries last on last.account_id = account.id and last.seq = account.last_seq
        where (last.balance_after, last.hash) is distinct from (account.balance, account.hash)) as wrong_heads`;

/** The product's journal: what was answered was taken, from the lots and from the balances, once, and never below zero. */
export const productBooks = (url: string): Books =>
  new ExpectedBooks('Hot Seahorse', url, auditSql, ({ answers, points }) => ({
    ...{ answers, points, missing_from_lots: points, missing_from_accounts: points, metered: points },
    ...{ negative: 0, twice: 0, broken_chains: 0, wrong_heads: 0 },
  }));
