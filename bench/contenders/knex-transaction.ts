import type { Bench } from '../bench.ts';
import type { Contender } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';
import { withClient } from '../database/with-client.ts';
import { httpContender, startServer } from './http-contender.ts';

const schema = /* sql */ `
create schema typical;
create table typical.accounts (
  id integer primary key, seq bigint not null default 0, balance bigint not null check (balance >= 0)
);
create table typical.lots (
  id serial primary key, account_id integer not null references typical.accounts,
  total bigint not null, remaining bigint not null check (remaining >= 0), expires_at timestamptz not null
);
create index on typical.lots (account_id, expires_at, id);
create table typical.api_keys (
  id integer primary key, account_id integer not null references typical.accounts, token_digest text not null unique,
  enabled boolean not null, expires_at timestamptz not null, scope text[] not null,
  calls bigint not null default 0, last_used_at timestamptz
);
create table typical.ledger (
  account_id integer not null, seq bigint not null, at timestamptz not null, points bigint not null,
  balance bigint not null check (balance >= 0), key_id integer not null, api text not null, request text not null unique,
  primary key (account_id, seq)
);
insert into typical.accounts (id, balance) select number, 1000120000 from bench.accounts;
insert into typical.lots (account_id, total, remaining, expires_at)
select number, points, points, now() + expires_in
from bench.accounts,
     (values (20000, interval '30 days'), (100000, '60 days'), (1000000000, '365 days')) as lot (points, expires_in);
insert into typical.api_keys (id, account_id, token_digest, enabled, expires_at, scope)
select number, number, token_digest, true, now() + interval '90 days', '{image.recognize,text.moderate}' from bench.accounts;
analyze typical.accounts, typical.lots, typical.api_keys, typical.ledger;`;

const audit = /* sql */ `
select (select count(*) from typical.ledger) as answers,
       (select -coalesce(sum(points), 0) from typical.ledger) as points,
       (select sum(total) - sum(remaining) from typical.lots) as missing_from_lots,
       (select coalesce(sum(calls), 0) from typical.api_keys) as calls_counted`;

/** A transaction with eight or nine round trips, on Express as it comes. */
export const knexTransaction = (bench: Bench): Contender =>
  httpContender(bench, {
    name: 'knex-transaction',
    title: 'a typical knex transaction per request, stock Express 5',
    exchange: 'usage',
    books: new ExpectedBooks('knex-transaction', bench.postgres.url, audit, ({ answers, points }) => ({
      ...{ answers, points, missing_from_lots: points, calls_counted: answers },
    })),
    start: async () => {
      await withClient(bench.postgres.url, (client) => client.query(schema));
      return startServer(bench, 'knex-transaction');
    },
  });
