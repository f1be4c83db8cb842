import { expect } from 'chai';
import { JournalSums, movedBetweenSql } from '../../src/adapters/postgres/ledger/journal-sums.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { aBusyAccount } from '../support/busy-books.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

const MINUTE = 60_000;

describe('the sums of the journal', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
    for (let made = 0; made < 5; made++) await aBusyAccount(database.uow);
  });
  after(() => database.drop());

  /** Line by line, as nobody may do where there are many. */
  const readWhole = async (after: Date, until: Date): Promise<Record<string, number>> => {
    const sql = `select kind::text as kind, sum(abs(change))::float8 as points from ledger.entries
                 where at > ? and at <= ? group by kind`;
    const rows = await rowsOf<{ kind: string; points: number }>(database.knex, sql, [after, until]);
    return Object.fromEntries(rows.map(({ kind, points }) => [kind, points]));
  };
  const withoutZeros = (sums: object | null) => Object.fromEntries(Object.entries(sums ?? {}).filter(([, n]) => n > 0));

  it('are those of all lines since a time, however many questions they are counted in', async () => {
    const since = msAfter(NOON, -1);
    const inSteps = new JournalSums(database.appKnex);
    for (const minutes of [1, 5, 5, 62, 75, 3 * 24 * 60]) {
      const now = msAfter(NOON, minutes * MINUTE);
      const settled = msAfter(now, -20_000);
      const expected = await readWhole(since, settled);
      expect(withoutZeros(await inSteps.since(since, now)), `after ${minutes} minutes`).to.deep.equal(expected);
      expect(withoutZeros(await new JournalSums(database.appKnex).since(since, now))).to.deep.equal(expected);
    }
  });

  it('begin anew with another day', async () => {
    const sums = new JournalSums(database.appKnex);
    await sums.since(msAfter(NOON, -1), msAfter(NOON, 90 * MINUTE));
    const tomorrow = msAfter(NOON, 30 * DAY);
    expect(withoutZeros(await sums.since(tomorrow, msAfter(tomorrow, MINUTE)))).to.deep.equal({});
  });

  it('leave out what may still be committed', async () => {
    const sums = await new JournalSums(database.appKnex).since(msAfter(NOON, -1), msAfter(NOON, 19_000));
    expect(withoutZeros(sums)).to.deep.equal({});
  });

  it('are found by the key of the journal, which is never read as a whole', async () => {
    const explain = `explain (format json) ${movedBetweenSql}`;
    const [row] = await rowsOf<{ 'QUERY PLAN': unknown }>(database.knex, explain, [NOON, msAfter(NOON, MINUTE)]);
    const plan = JSON.stringify(row);
    expect(plan).to.match(/"Relation Name":"entries"/);
    expect(plan).to.not.match(/"Node Type":"Seq Scan"[^{}]*"Relation Name":"entries"/);
    expect(plan).to.not.match(/Hash Join|Merge Join/);
  });
});
