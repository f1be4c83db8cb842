import type { Bench } from '../bench.ts';
import { type Books, type Contender, READY, type Readiness } from '../contender.ts';
import { type FoundPgbench, findPgbench, type Pgbench } from '../pgbench/find-pgbench.ts';
import { runPgbench, type Script } from '../pgbench/run-pgbench.ts';
import { measure } from './measure.ts';

type PgbenchContender = {
  readonly name: string;
  readonly title: string;
  readonly books: Books;
  readonly sql: string;
  readonly pointsPerTransaction: number;
  /** As libpq takes them in PGOPTIONS. */
  readonly connectionOptions?: string;
  /** Makes its tables, or says why it cannot. */
  readonly prepare: () => Promise<Readiness>;
};

/** So many connections take a while to open, round after round. */
const MANY = 64;

let found: Promise<FoundPgbench> | null = null;

/** A script that pgbench runs against PostgreSQL: no HTTP and no Node in between. */
export function pgbenchContender(bench: Bench, spec: PgbenchContender): Contender {
  const { name, title, books } = spec;
  let pgbench: Pgbench | null = null;
  return {
    ...{ name, title, books, warmsUp: false },
    takes: ({ requestsPerSecond }) => requestsPerSecond === null,
    mostRounds: ({ connections }) => (connections > MANY ? 2 : Number.POSITIVE_INFINITY),
    prepare: async () => {
      found ??= findPgbench();
      const answer = await found;
      if ('absent' in answer) return { kind: 'absent', why: answer.absent };
      pgbench = answer;
      return spec.prepare();
    },
    run: (load) => {
      const accounts = load.spread === 'hot' ? 1 : bench.accounts;
      const { sql, pointsPerTransaction, connectionOptions = '' } = spec;
      const { accounts: allAccounts } = bench;
      const script: Script = { name, sql, accounts, allAccounts, pointsPerTransaction, connectionOptions };
      const { url, cpuUs } = bench.postgres;
      return measure(bench, null, () => runPgbench(pgbench as Pgbench, url, script, load, cpuUs));
    },
    stop: async () => {},
  };
}

export const ready = async (make: Promise<unknown>): Promise<Readiness> => {
  await make;
  return READY;
};
