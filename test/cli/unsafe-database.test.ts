import { expect } from 'chai';
import { pino } from 'pino';
import { migrateQueueSchema } from '../../src/adapters/bullmq/migrate-queue-schema.ts';
import type { DatabaseSafety, DatabaseUser } from '../../src/adapters/postgres/read-safety.ts';
import { ExpectedFailure } from '../../src/cli/system/expected-failure.ts';
import { refuseUnsafeDatabase } from '../../src/cli/system/refuse-unsafe-database.ts';
import { unsafeSettings } from '../../src/cli/system/unsafe-settings.ts';
import { simulatedAccount } from '../support/http/simulated-account.ts';
import { connect, type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';

const harmless: DatabaseUser = { name: 'seahorse_app', superuser: false, owner: false, writer: false };
const SAFE: DatabaseSafety = {
  ...{ major: 18, fsync: true, fullPageWrites: true, synchronousCommit: 'on', dataChecksums: true },
  ...{ role: harmless, login: { ...harmless, name: 'shop' } },
};

describe('A database that is not safe for money', () => {
  const unsafe: readonly (readonly [what: string, change: Partial<DatabaseSafety>, remedy: RegExp])[] = [
    ['fsync', { fsync: false }, /alter system set fsync = on/],
    ['full_page_writes', { fullPageWrites: false }, /alter system set full_page_writes = on/],
    ['synchronous_commit', { synchronousCommit: 'off' }, /alter role shop set synchronous_commit = on/],
    ['role', { role: { ...harmless, superuser: true } }, /grant seahorse_app to shop/],
    ['role', { role: { ...harmless, owner: true } }, /grant seahorse_app to shop/],
    ['role', { role: { ...harmless, writer: true } }, /grant seahorse_app to shop/],
  ];
  for (const [what, change, remedy] of unsafe) {
    it(`is one with ${JSON.stringify(change)}, and what to run is said`, () => {
      const found = unsafeSettings({ ...SAFE, ...change }, 'seahorse_app');
      expect(found.map((each) => each.what)).to.deep.equal([what]);
      expect(found[0]?.remedy).to.match(remedy);
    });
  }

  it('is none that confirms early only what one copy has, or whose login could take back what its role cannot', () => {
    const mighty = { ...harmless, name: 'owner', owner: true };
    for (const synchronousCommit of ['on', 'local', 'remote_write', 'remote_apply']) {
      expect(unsafeSettings({ ...SAFE, synchronousCommit, login: mighty }, 'seahorse_app')).to.deep.equal([]);
    }
  });
});

/** The tests' PostgreSQL keeps nothing when the power fails. */
describe('serve, work and start on a database that is not safe for money', () => {
  let database: MigratedDatabase;
  let account: Record<string, string>;
  before(async function () {
    this.timeout(90_000);
    [database, account] = [await migratedDatabase(2), await simulatedAccount()];
    await migrateQueueSchema(database.url, { role: 'seahorse_worker' });
  });
  after(() => database.drop());

  for (const command of ['serve', 'work', 'start']) {
    it(`${command} refuses it in production, and says all of why`, async () => {
      const env = { ...account, NODE_ENV: 'production', DATABASE_URL: database.url, PORT: '0' };
      const { code, stdout, stderr } = await runProgram([command], env);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(
        /^seahorse: this database is not safe for money:\n {2}fsync is off.*\n {2}full_page_writes.*\n {2}synchronous_commit/,
      );
    });
  }

  const opened = (role: string | null) => connect(database.url, 1, role);
  const refusalOf = async (
    role: string | null,
    production: boolean,
  ): Promise<{ error: Error | null; said: string[] }> => {
    const knex = opened(role);
    const said: string[] = [];
    const logger = pino({}, { write: (line) => void said.push(JSON.parse(line).what) });
    await knex.raw('set synchronous_commit = on');
    const error = await refuseUnsafeDatabase({ production }, { knex, role }, 'api', logger).then(
      () => null,
      (fault: Error) => fault,
    );
    await knex.destroy();
    return { error, said };
  };

  it('is refused for connections that may rewrite the journal, the owner’s without a role', async () => {
    const { error } = await refusalOf(null, true);
    expect(error).to.be.instanceOf(ExpectedFailure);
    expect(error?.message).to.match(
      /connections run as seahorse \(superuser\), who may rewrite the journal; .*"grant seahorse_app to seahorse"/,
    );
    expect((await refusalOf('seahorse_app', true)).error?.message).to.not.match(/journal/);
  });

  it('is told of in the log elsewhere', async () => {
    const { error, said } = await refusalOf('seahorse_app', false);
    expect(error).to.equal(null);
    expect(said).to.deep.equal(['fsync', 'full_page_writes']);
  });
});
