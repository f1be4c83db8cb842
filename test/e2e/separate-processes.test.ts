import { expect } from 'chai';
import { SeahorseClient } from '../../client/index.ts';
import { buyPoints } from '../../src/cli/demo/buy-points.ts';
import { MiniProgram } from '../../src/cli/demo/mini-program.ts';
import { Phone } from '../../src/cli/demo/phone.ts';
import { freshDatabase } from '../support/postgres.ts';
import { freePort, startRedis } from '../support/redis.ts';
import { RunningCommand } from '../support/run-command.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Environment = Record<string, string>;

/** What `seahorse simulator` prints, as a shell would read it. */
function exported(output: string): Environment {
  const found = output.matchAll(/^export (\w+)='([^']*)'$/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name as string, value as string]));
}

describe('API, workers, simulator, PostgreSQL and Redis as processes of their own', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let env: Environment;
  let simulatorUrl: string;

  before(async () => {
    const folder = await temporaryFolder();
    const database = await freshDatabase();
    const redis = await startRedis();
    closing.push(folder.remove, database.drop, redis.stop);
    const port = String(await freePort());
    const own = { SEAHORSE_DATA_DIR: folder.path, DATABASE_URL: database.url, REDIS_URL: redis.url, PORT: port };
    const simulator = new RunningCommand(['simulator', '--port', '0'], own);
    await simulator.says(/WECHAT_PAY_NOTIFY_URL/);
    closing.push(() => simulator.signal('SIGTERM'));
    env = { ...own, ...exported(simulator.output) };
    simulatorUrl = env['WECHAT_PAY_BASE_URL'] as string;
  });
  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  const finish = async (args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runProgram(args, env);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout;
  };
  const begin = async (role: 'serve' | 'work', more: Environment = {}): Promise<RunningCommand> => {
    const command = new RunningCommand([role], { ...env, ...more });
    await command.says(/: ready/);
    closing.push(() => command.signal('SIGTERM'));
    return command;
  };

  it('refuses to serve a database that was not migrated', async () => {
    const early = new RunningCommand(['serve'], env);
    expect(await early.exitStatus()).to.equal(1);
    expect(early.output).to.match(/run "seahorse migrate" first/);
  });

  it('sells points and takes them, settled by the notification', async () => {
    const migrating = new RunningCommand(['migrate'], env);
    expect(await migrating.exitStatus(), migrating.output).to.equal(0);
    expect(migrating.output).to.match(/applied 0004_ledger/);
    expect(await finish(['catalog', 'seed', 'catalogs/mini-program.json'])).to.match(/^added +package +points-50$/m);
    const serviceToken = (await finish(['services', 'create', 'gateway'])).trim();
    await begin('serve');
    const [apiUrl, phone] = [`http://127.0.0.1:${env['PORT']}`, new Phone(simulatorUrl, 'alice')];
    const app = new MiniProgram(apiUrl);
    await app.signIn(phone);
    await buyPoints(app, phone, await app.findPackage('points-300'), () => {});
    expect(await app.balance()).to.equal(4200);
    const client = new SeahorseClient({ baseUrl: apiUrl, token: serviceToken });
    const call = { api_key: await app.issueKey('key'), api: 'speech.transcribe' };
    expect(await client.charge(call, 'first')).to.include({ allowed: true, points_left: 4190 });
  });

  it('settles by polling where the notification goes to nobody: two workers on Redis share the work', async () => {
    const lost = `http://127.0.0.1:${await freePort()}/api/webhook/wechat`;
    const port = String(await freePort());
    await Promise.all([begin('serve', { PORT: port, WECHAT_PAY_NOTIFY_URL: lost }), begin('work'), begin('work')]);
    const phone = new Phone(simulatorUrl, 'bob');
    const app = new MiniProgram(`http://127.0.0.1:${port}`);
    await app.signIn(phone);
    await buyPoints(app, phone, await app.findPackage('points-10'), () => {});
    expect(await app.balance()).to.equal(100);
  });
}).timeout(60_000);
