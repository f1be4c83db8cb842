import { expect } from 'chai';
import type { Knex } from 'knex';
import { simulatedAccount } from '../../support/http/simulated-account.ts';
import { connect, type MigratedDatabase, migratedDatabase } from '../../support/migrated-database.ts';
import { freePort } from '../../support/redis.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { RunningCommand } from '../../support/run-command.ts';
import { runProgram } from '../../support/run-program.ts';
import { readOps } from './production-files.ts';

const LOGINS = ['seahorse_serve', 'seahorse_work', 'seahorse_cli', 'seahorse_report'];

/** What psql makes of the file: it runs what the first query gives (`\gexec`), and puts passwords into quotes. */
async function runAsPsqlWould(knex: Knex, sql: string): Promise<void> {
  const [making = '', granting = ''] = sql.replace(/^(--|\\set).*$/gm, '').split('\\gexec');
  const { rows } = (await knex.raw(making)) as { rows: { format: string }[] };
  for (const { format } of rows) await knex.raw(format);
  await knex.raw(granting.replace(/:'(\w+)'/g, "'$1-secret'"));
}

describe('The logins that own nothing', () => {
  let database: MigratedDatabase;
  let account: Record<string, string>;
  before(async function () {
    this.timeout(90_000);
    [database, account] = [await migratedDatabase(2), await simulatedAccount()];
  });
  after(async () => {
    await database.knex.raw(`drop role ${LOGINS.join(', ')}`);
    await database.drop();
  });
  const as = (login: string): string => {
    const url = new URL(database.url);
    url.username = login;
    return url.href;
  };

  it('are made by the file once, and again without a complaint', async () => {
    for (let round = 0; round < 2; round++) await runAsPsqlWould(database.knex, readOps('logins.sql'));
    const report = connect(as('seahorse_report'), 1);
    await report.raw('select count(*) from ordering.orders');
    expect(await rejectionOf(report.raw('delete from ordering.orders'))).to.have.property('code', '42501');
    await report.destroy();
  });

  it('run operators’ commands, each as far as it may', async () => {
    const { code, stdout } = await runProgram(['ledger', 'seal', '--json'], { DATABASE_URL: as('seahorse_cli') });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.property('no', '1');
    expect(
      (await runProgram(['catalog', 'seed', 'catalogs/mini-program.json'], { DATABASE_URL: as('seahorse_serve') }))
        .code,
    ).to.equal(1);
  });

  it('run the API and the workers, each as what it is, on PostgreSQL alone', async () => {
    expect((await runProgram(['migrate'], { DATABASE_URL: database.url })).code).to.equal(0);
    for (const [command, login] of [
      ['serve', 'seahorse_serve'],
      ['work', 'seahorse_work'],
    ] as const) {
      const port = String(await freePort());
      const running = new RunningCommand([command], { ...account, DATABASE_URL: as(login), PORT: port });
      await running.says(new RegExp(`${command}: ready`));
      if (command === 'serve') expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).to.be.lessThan(300);
      const { rows } = await database.knex.raw(
        `select distinct usename as login from pg_stat_activity where datname = current_database() and application_name like 'hot-seahorse%' and usename <> 'seahorse'`,
      );
      expect(rows).to.deep.equal([{ login }]);
      expect(await running.signal('SIGTERM')).to.equal(0);
      expect(running.output).to.not.match(/permission denied|"level":50/);
    }
  }).timeout(60_000);
});
