import type { Bench } from '../bench.ts';
import type { Books, Contender } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';
import { withClient } from '../database/with-client.ts';
import { engineContender } from './engine-contender.ts';
import { ready } from './pgbench-contender.ts';

/** Our use case, called without HTTP. */
export const hotSeahorseInProcess = (bench: Bench, books: Books): Contender =>
  engineContender(bench, {
    name: 'hot-seahorse-in-process',
    title: 'Hot Seahorse in process, no HTTP',
    books,
    engine: 'hot-seahorse',
  });

const schema = /* sql */ `
create schema floor;
create sequence floor.seq cache 1000;
create table floor.ledger (
  account_id bigint not null, seq bigint not null, at timestamptz not null, points bigint not null, balance bigint not null,
  lot_id bigint, lot_left bigint not null, lot_expires timestamptz not null, key_id bigint, api text, request uuid not null,
  primary key (account_id, seq)
);
create unique index on floor.ledger (request);`;

const audit = /* sql */ `
select (select count(*) from floor.ledger) as answers, (select -coalesce(sum(points), 0) from floor.ledger) as points`;

/** What no ledger of rows can be faster than: the rows, in batches, and nothing else. */
export const insertOnly = (bench: Bench): Contender =>
  engineContender(bench, {
    name: 'insert-only',
    title: 'the insert-only floor: rows in batches, no checks, no HTTP',
    books: new ExpectedBooks('insert-only', bench.postgres.url, audit, ({ answers, points }) => ({ answers, points })),
    engine: 'insert-only',
    takes: ({ spread }) => spread === 'even',
    prepare: () => ready(withClient(bench.postgres.url, (client) => client.query(schema))),
  });
