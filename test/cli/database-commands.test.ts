import { expect } from 'chai';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { authenticateService } from '../../src/application/keyvault/authenticate-service.ts';
import { readConfig } from '../../src/cli/system/config.ts';
import { runCli } from '../support/http/run-cli.ts';
import { simulatedAccount } from '../support/http/simulated-account.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

describe('the variables that "seahorse simulator" prints', () => {
  it('are a whole configuration', async () => {
    const outcome = readConfig(await simulatedAccount());
    expect(outcome.kind === 'valid' && outcome.config.wechat?.pay.appid).to.match(/^wx/);
  });
});

/** In this order, as an operator would: each test stands on the one before. */
describe('the commands that need a database', () => {
  let database: TestDatabase;
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.drop());
  const run = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  it('serve refuses a database that lacks migrations, and names them', async () => {
    const { code, stderr } = await runCli(['serve'], { DATABASE_URL: database.url, ...(await simulatedAccount()) });
    expect(code).to.equal(1);
    expect(stderr).to.include('run "seahorse migrate" first').and.include('0001_identity');
  });

  it('migrate names what it has applied; the second time there is nothing to do', async () => {
    const first = await run('migrate');
    expect([first.code, first.stderr]).to.deep.equal([0, '']);
    expect(first.stdout).to.match(/^applied 0001_identity\n(applied \w+\n)+$/);
    expect(await run('migrate')).to.deep.equal({ code: 0, stdout: 'nothing to do\n', stderr: '' });
  });

  it('catalog seed adds what the file says; the second time nothing changes', async () => {
    const { code, stdout } = await run('catalog', 'seed', 'catalogs/mini-program.json');
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^added {6}package {2}points-10$/m)
      .and.to.match(/^added {6}api {6}image\.recognize$/m);
    const again = await run('catalog', 'seed', 'catalogs/mini-program.json');
    const changes = again.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(changes).to.deep.equal(Array(6).fill('unchanged'));
  });

  it('services create prints a token that lets the service in', async () => {
    const { code, stdout } = await run('services', 'create', 'image-service');
    expect(code).to.equal(0);
    const knex = connect(database.url);
    const uow = new PostgresUnitOfWork(knex);
    const outcome = await authenticateService({ uow, secrets: nodeSecrets })(stdout.trim());
    await knex.destroy();
    expect(outcome).to.deep.include({ kind: 'authenticated' });
  });

  it('services create refuses a name that is taken', async () => {
    const { code, stdout, stderr } = await run('services', 'create', 'image-service');
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.equal('seahorse: there is a service called image-service already\n');
  });

  it('exit with 1 when the database cannot be reached', async () => {
    const { code } = await runCli(['migrate'], { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' });
    expect(code).to.equal(1);
  });
});

const connect = (url: string) =>
  connectPostgres({ url, poolSize: 2, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 });
