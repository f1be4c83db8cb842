import { SeahorseClient } from '../../client/index.ts';
import { buyPoints } from '../../src/cli/demo/buy-points.ts';
import { MiniProgram } from '../../src/cli/demo/mini-program.ts';
import { Phone } from '../../src/cli/demo/phone.ts';
import { noteSecret } from './leaks/note.ts';
import { freshDatabase } from './postgres.ts';
import { freePort, startRedis, type TestRedis } from './redis.ts';
import { RunningCommand } from './run-command.ts';
import { runProgram } from './run-program.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Environment = Readonly<Record<string, string>>;
export type Process = { readonly command: RunningCommand; readonly url: string; readonly operationsUrl: string };

export type ServedShop = {
  readonly redis: TestRedis;
  readonly serviceToken: string;
  /** `serve` or `work` as a process of its own, on ports of its own; it is ready. */
  begin(role: 'serve' | 'work', more?: Environment): Promise<Process>;
  /** The same, ready or not. */
  launch(role: 'serve' | 'work', more?: Environment): RunningCommand;
  /** Somebody who has bought points, with a key that spends them. */
  aBuyer(apiUrl: string, name: string): Promise<{ readonly apiKey: string; balance(): Promise<number> }>;
  client(apiUrl: string): SeahorseClient;
  stop(): Promise<void>;
};

/** A database that is migrated and filled, a Redis, a simulated WeChat, and a service: all that `serve` and `work` need. */
export async function aServedShop(): Promise<ServedShop> {
  const closing: (() => Promise<unknown>)[] = [];
  const folder = await temporaryFolder();
  const [database, redis] = [await freshDatabase(), await startRedis()];
  closing.push(folder.remove, database.drop, redis.stop);
  const own = { SEAHORSE_DATA_DIR: folder.path, DATABASE_URL: database.url, REDIS_URL: redis.url };
  const port = String(await freePort());
  const simulator = new RunningCommand(['simulator', '--port', '0'], { ...own, PORT: port });
  await simulator.says(/WECHAT_PAY_NOTIFY_URL/);
  closing.push(() => simulator.signal('SIGTERM'));
  const wechat = exported(simulator.output);
  const env = { ...own, ...wechat, METRICS_PORT: '0', PORT: port };
  const finish = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runProgram(args, env);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  await finish('migrate');
  await finish('catalog', 'seed', 'catalogs/mini-program.json');
  const serviceToken = (await finish('services', 'create', 'gateway')).trim();
  noteSecret('token', serviceToken);
  const launch = (role: string, more: Environment = {}): RunningCommand => {
    const command = new RunningCommand([role], { ...env, ...more });
    closing.push(() => command.signal('SIGTERM'));
    return command;
  };
  return {
    ...{ redis, serviceToken, launch },
    begin: async (role, more) => {
      const command = launch(role, more);
      const [line] = await command.says(/^.*: ready.*$/m);
      const { url, metrics } = JSON.parse(line) as { url: string; metrics: string | null };
      return { command, url, operationsUrl: (metrics ?? '').replace('/metrics', '') };
    },
    aBuyer: async (apiUrl, name) => {
      const [phone, app] = [new Phone(wechat['WECHAT_PAY_BASE_URL'] as string, name), new MiniProgram(apiUrl)];
      await app.signIn(phone);
      await buyPoints(app, phone, await app.findPackage('points-300'), () => {});
      const apiKey = await app.issueKey('key');
      noteSecret('token', apiKey);
      return { apiKey, balance: () => app.balance() };
    },
    client: (baseUrl) => new SeahorseClient({ baseUrl, token: serviceToken }),
    stop: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}

/** What `seahorse simulator` prints, as a shell would read it. */
function exported(output: string): Environment {
  const found = output.matchAll(/^export (\w+)='([^']*)'$/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name as string, value as string]));
}
