import type { Bench } from '../bench.ts';
import type { Contender } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';
import { withClient } from '../database/with-client.ts';
import { httpContender, startServer } from './http-contender.ts';

const schema = /* sql */ `
create schema plain;
create table plain.accounts (
  id integer primary key, seq bigint not null default 0, balance bigint not null check (balance >= 0)
);
create table plain.api_keys (
  id integer primary key, account_id integer not null references plain.accounts, token_digest text not null unique,
  enabled boolean not null, expires_at timestamptz not null, scope text[] not null,
  calls bigint not null default 0, last_used_at timestamptz
);
create table plain.ledger (
  account_id integer not null, seq bigint not null, at timestamptz not null, points bigint not null,
  balance bigint not null check (balance >= 0), key_id integer not null, api text not null, request text not null unique,
  primary key (account_id, seq)
);
insert into plain.accounts (id, balance) select number, 1000120000 from bench.accounts;
insert into plain.api_keys (id, account_id, token_digest, enabled, expires_at, scope)
select number, number, token_digest, true, now() + interval '90 days', '{image.recognize,text.moderate}' from bench.accounts;
analyze plain.accounts, plain.api_keys, plain.ledger;`;

const audit = /* sql */ `
select (select count(*) from plain.ledger) as answers,
       (select -coalesce(sum(points), 0) from plain.ledger) as points,
       (select count(*) * 1000120000 - sum(balance) from plain.accounts) as missing_from_accounts`;

/** What a lone caller would get of one statement per request; with many callers others show more. */
export const plainStatement = (bench: Bench): Contender =>
  httpContender(bench, {
    name: 'plain-statement',
    title: 'one plain statement per request, stock Express 5',
    exchange: 'usage',
    takes: ({ connections }) => connections === 1,
    books: new ExpectedBooks('plain-statement', bench.postgres.url, audit, ({ answers, points }) => ({
      ...{ answers, points, missing_from_accounts: points },
    })),
    start: async () => {
      await withClient(bench.postgres.url, (client) => client.query(schema));
      return startServer(bench, 'plain-statement');
    },
  });
