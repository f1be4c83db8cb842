import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { readCatalog } from '../../src/application/catalog/read-catalog.ts';
import { admitService } from '../../src/application/keyvault/admit-service.ts';
import { readConfig } from '../../src/cli/system/config.ts';
import type { Package } from '../../src/domain/catalog/package.ts';
import { REPOSITORY, runCli } from '../support/http/run-cli.ts';
import { simulatedAccount } from '../support/http/simulated-account.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type TemporaryFolder = Awaited<ReturnType<typeof temporaryFolder>>;
type CatalogListing = Readonly<Record<'products' | 'packages' | 'promotions' | 'apis', object[]>>;

/** In this order, as an operator would: each test stands on the one before. */
describe('the commands that need a database', () => {
  let database: TestDatabase;
  let folder: TemporaryFolder;
  let account: Record<string, string>;
  before(async () => {
    [database, folder, account] = [await freshDatabase(), await temporaryFolder(), await simulatedAccount()];
  });
  after(async () => {
    await database.drop();
    await folder.remove();
  });
  const run = (...args: string[]) => runProgram(args, { DATABASE_URL: database.url });

  it('simulator prints variables that are a whole configuration', () => {
    const outcome = readConfig(account);
    expect(outcome.kind === 'valid' && outcome.config.wechat?.pay.appid).to.match(/^wx/);
  });

  it('serve refuses a database that lacks migrations, and names them', async () => {
    const { code, stderr } = await runProgram(['serve'], { DATABASE_URL: database.url, ...account, PORT: '0' });
    expect(code).to.equal(1);
    expect(stderr).to.include('run "seahorse migrate" first').and.include('0001_identity');
  });

  it('migrate --dry-run names what it would apply, the queue’s schema too, and applies nothing', async () => {
    for (let round = 0; round < 2; round++) {
      const { code, stdout, stderr } = await run('migrate', '--dry-run');
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.match(/^would apply 0001_identity\n(would apply \w+\n)+would apply bullmq_\d+\n$/);
    }
    const knex = connect(database.url);
    expect((await knex.raw("select to_regclass('knex_migrations') as made")).rows).to.deep.equal([{ made: null }]);
    await knex.destroy();
  });

  it('migrate names what it has applied; the second time there is nothing to do', async () => {
    const first = await run('migrate');
    expect([first.code, first.stderr]).to.deep.equal([0, '']);
    expect(first.stdout).to.match(/^applied 0001_identity\n(applied \w+\n)+applied bullmq_\d+\n$/);
    expect(await run('migrate')).to.deep.equal({ code: 0, stdout: 'nothing to do\n', stderr: '' });
    const { stdout } = await run('migrate', '--json');
    expect(JSON.parse(stdout)).to.deep.equal({ dry_run: false, applied: [] });
  });

  it('migrate leaves the queue’s schema alone where a Redis keeps the queue', async () => {
    const other = await freshDatabase();
    const env = { DATABASE_URL: other.url, REDIS_URL: 'redis://127.0.0.1:1' };
    const { code, stdout } = await runProgram(['migrate', '--json'], env);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout).applied)
      .to.include('0026_roles')
      .and.not.satisfy((all: string[]) => all.some((name) => name.startsWith('bullmq')));
    await other.drop();
  });

  const MINI_PROGRAM = 'catalogs/mini-program.json';
  const seed = (...args: string[]) => run('catalog', 'seed', ...args);
  /** Asked directly: a process of its own takes seconds to start. */
  async function packages(): Promise<readonly Package[]> {
    const knex = connect(database.url);
    const catalog = await readCatalog({ uow: new PostgresUnitOfWork(knex) })();
    await knex.destroy();
    return catalog.packages;
  }
  /** The shipped catalog with changes, as a file. */
  async function changedCatalog(change: (catalog: CatalogListing) => void): Promise<string> {
    const catalog = JSON.parse(await readFile(path.join(REPOSITORY, MINI_PROGRAM), 'utf8')) as CatalogListing;
    change(catalog);
    const file = path.join(folder.path, 'changed.json');
    await writeFile(file, JSON.stringify(catalog));
    return file;
  }
  const dearer = () =>
    changedCatalog(({ packages, apis }) => {
      Object.assign(packages[1] ?? {}, { price_fen: 4_500, name: '45元=600积分' });
      Object.assign(apis[0] ?? {}, { points_per_call: 6, effective_from: '2099-01-01T00:00:00+08:00' });
    });

  it('catalog seed --dry-run shows what the file would add, and adds nothing', async () => {
    const { code, stdout } = await seed(MINI_PROGRAM, '--dry-run');
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^added {2}package {4}points-10$/m)
      .and.to.match(/^dry run: 8 added, 0 changed, 1 unchanged$/m);
    expect(await packages()).to.deep.equal([]);
  });

  it('catalog seed adds what the file says, without asking; the second time nothing changes', async () => {
    const { code, stdout } = await seed(MINI_PROGRAM);
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^added {2}package {4}points-10$/m)
      .and.to.match(/^added {2}promotion {2}first-purchase$/m)
      .and.to.match(/^added {2}api {8}image\.recognize$/m)
      .and.to.match(/^seeded: 8 added, 0 changed, 1 unchanged$/m);
    expect(await seed(MINI_PROGRAM)).to.deep.equal({ code: 0, stdout: 'nothing to change\n', stderr: '' });
  });

  it('catalog seed, as a process of its own, shows a change field by field, and does not make it without a yes', async () => {
    const file = await dearer();
    const { code, stdout, stderr } = await runCli(['catalog', 'seed', file], { DATABASE_URL: database.url });
    expect(stdout.split('\n')).to.deep.equal([
      'changed  package  points-50        name "50元=600积分" → "45元=600积分"',
      'changed  package  points-50        price_fen 5000 → 4500',
      'changed  api      image.recognize  points_per_call 5 → 6',
      'changed  api      image.recognize  effective_from null → "2098-12-31T16:00:00.000Z"',
      '',
    ]);
    expect([code, stderr]).to.deep.equal([
      2,
      'seahorse: this changes what exists: run it with --yes, or at a terminal\n',
    ]);
    expect((await packages())[1]).to.include({ priceFen: 5_000 });
  });

  it('catalog seed --yes makes the change', async () => {
    const { code, stdout } = await seed(await dearer(), '--yes');
    expect([code, stdout.trim().split('\n').at(-1)]).to.deep.equal([0, 'seeded: 0 added, 2 changed, 7 unchanged']);
    expect((await packages())[1]).to.include({ priceFen: 4_500 });
    expect((await seed(await dearer())).stdout).to.equal('nothing to change\n');
  });

  it('catalog list shows everything, and what state it is in', async () => {
    const { code, stdout } = await run('catalog', 'list');
    expect(code).to.equal(0);
    expect(stdout.trim().split('\n')).to.have.length(9);
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines).to.deep.include.members([
      ['product', 'points', 'on', '积分 (points)'],
      ['package', 'points-50', 'on', '45元=600积分: 4500 fen, 600 points + 0 bonus, product points'],
      ['promotion', 'first-purchase', 'off', '首充优惠: {"bonus_percent":10}, packages all, first purchase only'],
      [
        ...['api', 'image.recognize', 'normal'],
        '图片识别: 5 points per call (version 1), 6 from 2098-12-31T16:00:00.000Z',
      ],
    ]);
  });

  it('catalog list --json is a catalog file that changes nothing', async () => {
    const file = path.join(folder.path, 'listed.json');
    await writeFile(file, (await run('catalog', 'list', '--json')).stdout);
    expect((await seed(file)).stdout).to.equal('nothing to change\n');
  });

  it('catalog seed refuses a file with every mistake in it, those that only the database shows too', async () => {
    const file = await changedCatalog(({ packages, promotions }) => {
      Object.assign(packages[0] ?? {}, { product: 'nothing', points: 0 });
      Object.assign(promotions[0] ?? {}, { packages: ['points-10', 'nothing'] });
    });
    const { code, stdout, stderr } = await seed(file);
    expect([code, stdout]).to.deep.equal([2, '']);
    for (const place of ['packages.0.product', 'packages.0.points', 'promotions.0.packages.1']) {
      expect(stderr).to.include(`  ${place}: `);
    }
  });

  it('services create prints a token that lets the service in', async () => {
    const { code, stdout } = await run('services', 'create', 'image-service');
    expect(code).to.equal(0);
    const knex = connect(database.url);
    const uow = new PostgresUnitOfWork(knex);
    const caller = { token: stdout.trim(), peer: null, signedWith: null };
    const outcome = await admitService({ uow, secrets: nodeSecrets })(caller, 'usage');
    await knex.destroy();
    expect(outcome).to.have.nested.property('service.name', 'image-service');
  });

  it('services create refuses a name that is taken', async () => {
    const { code, stdout, stderr } = await run('services', 'create', 'image-service');
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.equal('seahorse: there is a service called image-service already\n');
  });

  it('exit with 75 when the database cannot be reached, and with 1 when it takes no such name', async () => {
    const away = await runProgram(['migrate'], { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' });
    expect(away.code).to.equal(75);
    const url = new URL(database.url);
    url.pathname = '/no-such-database';
    const { code, stderr } = await runProgram(['migrate'], { DATABASE_URL: url.href });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^seahorse: the database cannot be used \(3D000\)/);
  });

  it('exit with 2, and change nothing, where a change is asked for and nobody is there to ask', async () => {
    const { code, stdout, stderr } = await seed(MINI_PROGRAM, '--json');
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.equal('seahorse: this changes what exists: run it with --yes, or at a terminal\n');
  });

  it('catalog seed --json tells what would change, entry by entry', async () => {
    const { entries, dry_run } = JSON.parse((await seed(MINI_PROGRAM, '--dry-run', '--json')).stdout);
    expect(dry_run).to.equal(true);
    const { before, after, ...changed } = entries.find(({ code }: { code: string }) => code === 'points-50');
    expect(changed).to.deep.equal({ change: 'changed', what: 'package', code: 'points-50' });
    expect([before.price_fen, after.price_fen]).to.deep.equal([4_500, 5_000]);
  });
});

const connect = (url: string) =>
  connectPostgres({ url, poolSize: 2, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 });
