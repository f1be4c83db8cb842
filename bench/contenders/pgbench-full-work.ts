import type { Bench } from '../bench.ts';
import type { Books, Contender } from '../contender.ts';
import { withClient } from '../database/with-client.ts';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { fullWorkScript } from '../product/full-work.sql.ts';
import { pgbenchContender } from './pgbench-contender.ts';

/** What our database does for a request, called by pgbench once per transaction, without HTTP. Writes into our own books. */
export function pgbenchFullWork(bench: Bench, books: Books): Contender {
  let script = '';
  return pgbenchContender(bench, {
    name: 'pgbench-full-work',
    title: 'pgbench doing our full work, one request per transaction',
    books,
    sql: () => script,
    pointsPerTransaction: POINTS_PER_CALL,
    prepare: async () => {
      const found = await withClient(bench.postgres.url, fullWorkScript);
      if (!found) return { kind: 'absent', why: 'the database has no function that does our full work in one call' };
      script = found;
      return { kind: 'ready' };
    },
  });
}
