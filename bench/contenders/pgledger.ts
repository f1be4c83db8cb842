import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bench } from '../bench.ts';
import type { Contender, Readiness } from '../contender.ts';
import { ExpectedBooks } from '../database/expected-books.ts';
import { withClient } from '../database/with-client.ts';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { pgbenchContender, ready } from './pgbench-contender.ts';

const HOW = 'git clone https://github.com/pgr0ss/pgledger, then PGLEDGER_SQL=pgledger/pgledger.sql npm run bench';
/** Beside pgledger.sql in its repository; it makes ids with this. */
const ULID = 'vendor/scoville-pgsql-ulid/uuid-to-ulid.sql';

/** One sink per account: with a shared one pgledger would have a hot account always. */
const accounts = /* sql */ `
create table pgledger.bench_accounts as
select number,
       (select id from pgledger.pgledger_create_account('user ' || number, 'PTS', true, true)) as payer,
       (select id from pgledger.pgledger_create_account('sink ' || number, 'PTS', true, true)) as sink
from bench.accounts;
alter table pgledger.bench_accounts add primary key (number);
analyze;`;

const audit = /* sql */ `
select (select count(*) from pgledger.pgledger_transfers) as answers,
       (select coalesce(sum(amount), 0) from pgledger.pgledger_transfers) as points,
       (select sum(balance) from pgledger.pgledger_accounts) as sum_of_balances`;

const transfer = /* sql */ `\\set account random(1, :n)
select * from pgledger.pgledger_create_transfer(
  (select payer from pgledger.bench_accounts where number = :account),
  (select sink from pgledger.bench_accounts where number = :account), ${POINTS_PER_CALL});`;

/** A double-entry ledger in pure SQL, under pgbench: transfers only, no key, no idempotency, no HTTP. */
export const pgledger = (bench: Bench): Contender =>
  pgbenchContender(bench, {
    name: 'pgledger',
    title: "pgledger's transfer, under pgbench",
    // pgledger speaks of its tables without a schema.
    sql: transfer,
    connectionOptions: '-c search_path=pgledger,public',
    pointsPerTransaction: POINTS_PER_CALL,
    books: new ExpectedBooks('pgledger', bench.postgres.url, audit, ({ answers, points }) => ({
      ...{ answers, points, sum_of_balances: 0 },
    })),
    prepare: () => install(bench, process.env['PGLEDGER_SQL']),
  });

async function install({ postgres }: Bench, file: string | undefined): Promise<Readiness> {
  if (!file) return { kind: 'absent', why: `PGLEDGER_SQL is not set: ${HOW}` };
  const parts = [path.join(path.dirname(file), ULID), file];
  const texts = await Promise.all(parts.map((part) => readFile(part, 'utf8'))).catch(() => null);
  if (!texts) return { kind: 'absent', why: `PGLEDGER_SQL, or ${ULID} beside it, cannot be read: ${HOW}` };
  return ready(
    withClient(postgres.url, async (client) => {
      await client.query('create schema pgledger; set search_path = pgledger, public');
      for (const sql of [...texts, accounts]) await client.query(sql);
    }),
  );
}
