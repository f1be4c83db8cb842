import type { Bench } from '../bench.ts';
import type { Contender } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';
import { withClient } from '../database/with-client.ts';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { pgbenchContender, ready } from './pgbench-contender.ts';

const schema = /* sql */ `
create schema minimal;
create table minimal.balances (id integer primary key, balance bigint not null) with (fillfactor = 85);
create table minimal.ledger (
  id bigint generated always as identity primary key, account_id integer not null, change bigint not null,
  balance bigint not null, at timestamptz not null default now()
);
insert into minimal.balances select number, 1000120000 from bench.accounts;
analyze minimal.balances, minimal.ledger;`;

const audit = /* sql */ `
select (select count(*) from minimal.ledger) as answers,
       (select -coalesce(sum(change), 0) from minimal.ledger) as points,
       (select count(*) * 1000120000 - sum(balance) from minimal.balances) as missing_from_balances`;

const statement = /* sql */ `\\set account random(1, :n)
with taken as (
  update minimal.balances set balance = balance - ${POINTS_PER_CALL}
  where id = :account and balance >= ${POINTS_PER_CALL} returning id, balance
)
insert into minimal.ledger (account_id, change, balance) select id, -${POINTS_PER_CALL}, balance from taken;`;

/** A balance and a line in a ledger: no key, no idempotency, no lots, no HTTP. About the least that can be called accounting. */
export const pgbenchMinimal = (bench: Bench): Contender =>
  pgbenchContender(bench, {
    name: 'pgbench-minimal',
    title: 'pgbench, a minimal balance and ledger statement',
    sql: statement,
    pointsPerTransaction: POINTS_PER_CALL,
    books: new ExpectedBooks('pgbench-minimal', bench.postgres.url, audit, ({ answers, points }) => ({
      ...{ answers, points, missing_from_balances: points },
    })),
    prepare: () => ready(withClient(bench.postgres.url, (client) => client.query(schema))),
  });
