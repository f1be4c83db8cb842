import type { Bench } from '../bench.ts';
import { type Books, type Contender, READY } from '../contender.ts';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { fullWorkScript } from '../product/full-work.sql.ts';
import { pgbenchContender } from './pgbench-contender.ts';

/** What our database does for a lone request, called by pgbench once per transaction, without HTTP. Writes into our own books. */
export const pgbenchFullWork = (bench: Bench, books: Books): Contender =>
  pgbenchContender(bench, {
    name: 'pgbench-full-work',
    title: 'pgbench doing our full work, one request per transaction',
    books,
    sql: fullWorkScript(bench.serviceToken),
    pointsPerTransaction: POINTS_PER_CALL,
    prepare: async () => READY,
  });
