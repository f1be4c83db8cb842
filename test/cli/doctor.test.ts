import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { sealUnder } from '../../src/adapters/system/seal-secret.ts';
import { ALL_CHECKS } from '../../src/cli/commands/doctor/all-checks.ts';
import type { Check, Finding } from '../../src/cli/commands/doctor/check.ts';
import { databaseClockAt } from '../../src/cli/commands/doctor/checks/database-clock.ts';
import { nodeVersionOf } from '../../src/cli/commands/doctor/checks/node-version.ts';
import { platformKeysAt } from '../../src/cli/commands/doctor/checks/platform-keys.ts';
import { webPagesIn } from '../../src/cli/commands/doctor/checks/web-pages.ts';
import { Ground } from '../../src/cli/commands/doctor/ground.ts';
import { runChecks } from '../../src/cli/commands/doctor/run-checks.ts';
import { Closers } from '../../src/cli/system/closers.ts';
import { type Config, type ConfigOutcome, readConfig } from '../../src/cli/system/config.ts';
import { simulatedAccount } from '../../src/cli/system/wechat-account.ts';
import type { WechatAccount } from '../../src/cli/system/wechat-config.ts';
import { sealedForSigning } from '../../src/domain/keyvault/signature.ts';
import type { ServiceId, SigningSecretId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SECRET = 'a-root-secret-of-at-least-32-characters';
const HOUR = 60 * MINUTE;
const NOTIFY = 'https://points.example.com/api/webhook/wechat';

/** Each test breaks one thing, and looks at what is said of it. */
describe('seahorse doctor', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let database: MigratedDatabase;
  let simulator: Simulator;
  before(async function () {
    this.timeout(90_000);
    [folder, database] = [await temporaryFolder(), await migratedDatabase(2)];
    simulator = await startSimulator({ port: 0, dataDir: path.join(folder.path, 'wechat') });
  });
  after(async () => {
    await simulator.stop();
    await database.drop();
    await folder.remove();
  });

  const account = (change: Partial<WechatAccount['pay']> = {}): WechatAccount => {
    const known = simulatedAccount(simulator.url, simulator.credentials, NOTIFY);
    return { ...known, pay: { ...known.pay, ...change } };
  };
  const env = (more: Record<string, string> = {}) => ({
    ...{ DATABASE_URL: database.url, SEAHORSE_DATA_DIR: folder.path, SEAHORSE_SECRET: SECRET },
    ...more,
  });
  const valid = (more: Record<string, string> = {}, change: Partial<Config> = {}): ConfigOutcome => {
    const outcome = readConfig(env(more));
    if (outcome.kind !== 'valid') throw new Error(outcome.errors.join());
    return { kind: 'valid', config: { ...outcome.config, ...change } };
  };
  const named = (name: string): Check =>
    ALL_CHECKS.find((check) => check.name === name) ?? expect.fail(`no check ${name}`);

  /** What this check finds on this ground; unless said, one on which all is well. */
  async function look(
    check: string | Check,
    outcome = valid(),
    given: Record<string, string> = env(),
  ): Promise<Finding> {
    const closers = new Closers((part, error) => console.error(part, error));
    const ground = new Ground(given, outcome, closers);
    try {
      const [found] = await runChecks([typeof check === 'string' ? named(check) : check], ground, 20_000);
      return found ?? expect.fail('nothing was looked at');
    } finally {
      await closers.close();
    }
  }
  const expectFound = (finding: Finding, status: Finding['status'], found: RegExp, remedy?: RegExp): void => {
    expect(finding.found).to.match(found);
    expect(finding.status).to.equal(status);
    if (remedy) expect(finding.remedy).to.match(remedy);
  };
  const inProduction = (change: Partial<Config> = {}) => valid({}, { production: true, wechat: account(), ...change });

  it('finds every mistake of the configuration, and cannot look at what depends on it', async () => {
    const broken = readConfig({ PORT: 'x', REDIS_URL: 'y' });
    expectFound(await look('configuration', broken), 'fail', /PORT: .*; REDIS_URL: /, /mend/);
    expectFound(await look('disk', broken), 'unknown', /the configuration has mistakes/);
    expectFound(await look('database', broken), 'unknown', /the configuration has mistakes/);
    expectFound(await look('configuration'), 'ok', /not for production/);
  });

  it('finds a Node that is too old', async () => {
    expectFound(await look(nodeVersionOf('20.18.3')), 'fail', /20\.18\.3/, /20\.19/);
    expectFound(await look('Node'), 'ok', /Node/);
  });

  it('finds files of secrets that others may read', async () => {
    const file = path.join(folder.path, 'app-secret');
    await writeFile(file, 'secret', { mode: 0o644 });
    expectFound(
      await look('files of secrets', valid(), env({ WECHAT_APP_SECRET_FILE: file })),
      'warn',
      /app-secret/,
      /chmod 600/,
    );
    expectFound(await look('files of secrets'), 'ok', /none/);
  });

  it('tells how much room the disk has, also before there is a data folder', async () => {
    const outcome = valid({ SEAHORSE_DATA_DIR: path.join(folder.path, 'not', 'made') });
    expect((await look('disk', outcome)).found).to.equal(
      (await look('disk')).found.replace(/ in .*/, ` in ${folder.path}`),
    );
  });

  it('finds web pages that were not built', async () => {
    expectFound(await look(webPagesIn(path.join(folder.path, 'nothing'))), 'fail', /not built/, /build:web/);
    const built = path.join(folder.path, 'dist');
    await mkdir(path.join(built, 'assets'), { recursive: true });
    await writeFile(path.join(built, 'pricing.html'), '');
    await writeFile(path.join(built, 'assets', 'a.js'), '');
    expectFound(await look(webPagesIn(built)), 'ok', /1 built/);
  });

  const addresses: readonly (readonly [string, Record<string, string>, Finding['status'], RegExp])[] = [
    [
      'everybody as a proxy',
      { TRUSTED_PROXIES: '0.0.0.0/0', PUBLIC_URL: 'https://a.example' },
      'fail',
      /believes everybody/,
    ],
    ['no public address', { TRUSTED_PROXIES: '10.0.0.0/8' }, 'fail', /no PUBLIC_URL/],
    ['a public address without TLS', { PUBLIC_URL: 'http://a.example' }, 'fail', /not encrypted/],
    ['no proxy', { PUBLIC_URL: 'https://a.example' }, 'warn', /no TRUSTED_PROXIES/],
    [
      'all as it should be',
      { PUBLIC_URL: 'https://a.example', TRUSTED_PROXIES: '10.0.0.0/8' },
      'ok',
      /behind 10\.0\.0\.0\/8/,
    ],
  ];
  for (const [what, more, status, found] of addresses) {
    it(`finds ${what} among the addresses`, async () => {
      const { config } = valid(more) as Extract<ConfigOutcome, { kind: 'valid' }>;
      expectFound(await look('addresses', { kind: 'valid', config: { ...config, production: true } }), status, found);
    });
  }

  it('finds a database that is out of reach, and says of the rest that it cannot be looked at', async () => {
    const outcome = valid({ DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' });
    const finding = await look('database', outcome);
    expectFound(finding, 'fail', /ECONNREFUSED/, /DATABASE_URL/);
    expect(finding.found).to.not.include('hidden');
    expectFound(await look('migrations', outcome), 'unknown', /the database cannot be used/);
    expectFound(await look('database'), 'ok', /PostgreSQL \d/);
  });

  it('finds what lets the tests’ database lose what it has confirmed: a failure in production, a warning elsewhere', async () => {
    for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      expectFound(await look(name, inProduction()), 'fail', new RegExp(`${name} is off`), /as an administrator/);
      expectFound(await look(name), 'warn', /is off/);
    }
    expectFound(await look('data checksums'), 'ok', /on/);
  });

  it('finds connections that may rewrite the journal, and logins that might', async () => {
    expectFound(await look('journal', inProduction()), 'ok', /cannot rewrite/);
    expectFound(
      await look('roles', inProduction()),
      'warn',
      /seahorse may take seahorse_app, .*might itself rewrite/,
      /owns nothing/,
    );
    await database.knex.raw('create role doctor_stranger login');
    const url = new URL(database.url);
    url.username = 'doctor_stranger';
    const stranger = valid({ DATABASE_URL: url.href }, { production: true });
    expectFound(await look('roles', stranger), 'fail', /may take none/, /grant seahorse_operator to doctor_stranger/);
    await database.knex.raw('drop role doctor_stranger');
  });

  it('finds columns whose times hang on the time zone', async () => {
    await database.knex.raw('create table ordering.naive (at timestamp)');
    expectFound(await look('time zone'), 'fail', /ordering\.naive\.at/);
    await database.knex.raw('drop table ordering.naive');
    expectFound(await look('time zone'), 'ok', /makes no difference/);
  });

  it('finds clocks that are apart', async () => {
    expectFound(await look(databaseClockAt(() => new Date(Date.now() + 30_000))), 'warn', /(29|30|31) s apart/, /NTP/);
    expectFound(await look('clock and database'), 'ok', /s apart/);
  });

  it('finds migrations that are missing, and makes nothing to look for them', async () => {
    const empty = await freshDatabase();
    expectFound(
      await look('migrations', valid({ DATABASE_URL: empty.url })),
      'fail',
      /0001_identity.*0026_roles/,
      /seahorse migrate/,
    );
    expectFound(await look('roles', valid({ DATABASE_URL: empty.url })), 'unknown', /seahorse migrate/);
    await empty.drop();
    expectFound(await look('migrations'), 'ok', /none/);
  });

  it('finds a root secret that does not open what is sealed, and one that is not there', async () => {
    expectFound(await look('root secret'), 'ok', /nothing is sealed/);
    const [serviceId, id] = [newId<ServiceId>(), newId<SigningSecretId>()];
    const sealed = sealUnder(SECRET).seal('sg_live_x', sealedForSigning(serviceId, id));
    const row = { name: 'doctor', enabled: true, created_at: new Date() };
    await database.knex('keyvault.services').insert({ id: serviceId, ...row });
    await database
      .knex('keyvault.signing_secrets')
      .insert({ id, service_id: serviceId, sealed, created_at: new Date() });
    expectFound(await look('root secret'), 'ok', /opens what is sealed/);
    expectFound(await look('root secret', valid({}, { rootSecret: `${SECRET}!` })), 'fail', /another one/, /backup/);
    expectFound(await look('root secret', valid({}, { rootSecret: null })), 'fail', /none, and secrets are sealed/);
  });

  it('finds that no seal was taken since yesterday', async () => {
    expectFound(await look('ledger seal', inProduction()), 'ok', /none so far/);
    const zero = Buffer.alloc(32);
    const sealed_at = new Date(Date.now() - 30 * HOUR);
    await database
      .knex('ledger.seals')
      .insert({ ...{ no: 1, sealed_at, accounts: 0, entries: 0 }, previous_digest: zero, digest: zero });
    expectFound(await look('ledger seal', inProduction()), 'fail', /30\.\d h old/, /ledger seal/);
    expectFound(await look('ledger seal'), 'warn', /h old/);
  });

  it('finds work that nobody does', async () => {
    expectFound(await look('work of the workers', inProduction()), 'ok', /nothing/);
    const late = new Date(Date.now() - HOUR);
    await database.knex('ordering.payment_inbox').insert({
      ...{ notification_id: 'doctor', subject: '{}', content: '{}', received_at: late, next_try_at: late },
    });
    expectFound(
      await look('work of the workers', inProduction()),
      'fail',
      /notifications of WeChat: 1, up to (59|60) minutes late/,
      /work/,
    );
    await database.knex('ordering.payment_inbox').delete();
  });

  it('finds a Redis that may forget the queue, one that is away, and none', async () => {
    expectFound(await look('Redis'), 'ok', /not used/);
    expectFound(await look('Redis policy'), 'ok', /not used/);
    const redis = await startRedis();
    const outcome = valid({ REDIS_URL: redis.url });
    expectFound(await look('Redis', outcome), 'ok', /Redis [67]/);
    expectFound(await look('Redis policy', outcome), 'ok', /noeviction/);
    expectFound(await look('Redis persistence', outcome), 'warn', /no append-only file/, /appendonly yes/);
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await client.config('SET', 'appendonly', 'yes');
    client.disconnect();
    expectFound(await look('Redis policy', outcome), 'fail', /allkeys-lru/, /noeviction/);
    expectFound(await look('Redis persistence', outcome), 'ok', /append-only/);
    await redis.stop();
    expectFound(await look('Redis', outcome), 'fail', /cannot be used/, /REDIS_URL/);
    expectFound(await look('Redis policy', outcome), 'unknown', /Redis cannot be used/);
  });

  const atWechat = (change: Partial<WechatAccount['pay']> = {}) => valid({}, { wechat: account(change) });

  it('finds a merchant key that does not belong to the serial number', async () => {
    expectFound(await look('merchant key', atWechat()), 'ok', /WeChat accepts/);
    expectFound(
      await look('merchant key', atWechat({ merchantSerial: 'ABCDEF0123456789' })),
      'fail',
      /401 SIGN_ERROR/,
      /WECHAT_PAY_MERCHANT_SERIAL/,
    );
    expectFound(await look('merchant key', atWechat({ baseUrl: 'http://127.0.0.1:1' })), 'unknown', /no_answer/);
    expectFound(await look('merchant key'), 'ok', /simulated/);
  });

  it('finds an APIv3 key that decrypts nothing, and one too many', async () => {
    const { apiV3Key } = simulator.credentials;
    const other = 'x'.repeat(32);
    expectFound(await look('APIv3 key', atWechat()), 'ok', /decrypts/);
    expectFound(
      await look('APIv3 key', atWechat({ apiV3Keys: [other] })),
      'fail',
      /decrypts nothing/,
      /WECHAT_PAY_API_V3_KEY/,
    );
    expectFound(await look('APIv3 key', atWechat({ apiV3Keys: [other, apiV3Key] })), 'warn', /two/);
  });

  it('finds platform certificates that end soon, or have ended', async () => {
    const only = atWechat({ publicKey: null, downloadCertificates: true });
    expectFound(await look('platform keys', atWechat()), 'ok', /PUB_KEY_ID_.*does not expire/);
    const days = Number(/valid for (\d+) days/.exec((await look('platform keys', only)).found)?.[1]);
    const inDays = (count: number) => platformKeysAt(() => new Date(Date.now() + count * DAY));
    expectFound(await look(inDays(days - 29), only), 'warn', /valid for (28|29) days/, /public key/);
    expectFound(await look(inDays(days - 31), only), 'ok', /valid for (30|31) days/);
    expectFound(await look(inDays(days + 2), only), 'fail', /has expired/);
  });

  it('finds a notify URL that WeChat does not call', async () => {
    expectFound(await look('notify URL', inProduction()), 'ok', /points\.example\.com/);
    const plain = account({ notifyUrl: 'http://points.example.com/api/webhook/wechat' });
    expectFound(await look('notify URL', inProduction({ wechat: plain })), 'fail', /https only/);
    const elsewhere = account({ notifyUrl: 'https://points.example.com/notify' });
    expectFound(await look('notify URL', inProduction({ wechat: elsewhere })), 'warn', /does not end in/);
  });

  describe('on a clock that is not WeChat’s', () => {
    let server: Server;
    let behindSeconds = 0;
    before(async () => {
      server = createServer((_, response) => {
        response.sendDate = false;
        response.setHeader('Date', new Date(Date.now() + behindSeconds * 1_000).toUTCString());
        response.writeHead(404).end('{}');
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
    });
    after(() => server.close());
    const there = () => atWechat({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

    it('finds it a warning after a minute, and a failure after five', async () => {
      for (const [seconds, status] of [
        [0, 'ok'],
        [-50, 'ok'],
        [70, 'warn'],
        [-70, 'warn'],
        [310, 'fail'],
        [-310, 'fail'],
      ] as const) {
        behindSeconds = seconds;
        expectFound(await look('clock and WeChat', there()), status, seconds > 0 ? /behind WeChat/ : /WeChat/, /NTP|/);
      }
    });
  });

  it('says of a check that takes too long that it has no answer, and tells the others all the same', async () => {
    const hanging: Check = { name: 'hanging', look: () => new Promise(() => {}) };
    const broken: Check = {
      name: 'broken',
      look: () => {
        throw new Error('as it happens');
      },
    };
    const ground = new Ground({}, readConfig({}), new Closers(() => {}));
    expect(await runChecks([hanging, broken, named('Node')], ground, 50)).to.containSubset([
      { name: 'hanging', status: 'unknown', found: 'no answer within 0.05 s' },
      { name: 'broken', status: 'unknown', found: 'cannot be looked at: as it happens' },
      { name: 'Node', status: 'ok' },
    ]);
  });

  it('exits with 0 where nothing has failed, although there are warnings; each check is a line', async () => {
    const { code, stdout, stderr } = await runProgram(['doctor'], env());
    expect([code, stderr]).to.deep.equal([0, '']);
    for (const { name } of ALL_CHECKS) expect(stdout).to.match(new RegExp(`^(ok|warn|unknown) +${name} `, 'm'));
    expect(stdout).to.match(/^warn +fsync +fsync is off.*\n +→ as an administrator/m);
  });

  it('exits with 1 where something has failed, and tells programs all of it', async () => {
    const { code, stdout, stderr } = await runProgram(['doctor', '--json'], env({ REDIS_URL: 'redis://127.0.0.1:1' }));
    expect([code, stderr]).to.deep.equal([1, 'seahorse: 1 check has failed\n']);
    const told = JSON.parse(stdout) as { healthy: boolean; checks: { name: string; status: string }[] };
    expect(told.healthy).to.equal(false);
    expect(told.checks.map(({ name }) => name)).to.deep.equal(ALL_CHECKS.map(({ name }) => name));
    expect(told.checks.filter(({ status }) => status === 'fail').map(({ name }) => name)).to.deep.equal(['Redis']);
  });

  it('prints no secret, whatever is wrong', async () => {
    const { stdout } = await runProgram(
      ['doctor'],
      env({ DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x', PORT: 'x' }),
    );
    expect(stdout).to.not.include('hidden').and.not.include(SECRET);
  });
});
