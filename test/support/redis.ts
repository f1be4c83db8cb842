import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';

export type TestRedis = {
  readonly url: string;
  flush(): Promise<void>;
  configure(name: string, value: string): Promise<void>;
  stop(): Promise<void>;
};

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 10_000;

let binary: string | undefined;

/** A real redis-server of its own, without persistence. There is no skipping: without one, the test fails and says why. */
export async function startRedis(options: { port?: number } = {}): Promise<TestRedis> {
  binary ??= findOnPath('redis-server') ?? provision();
  const port = options.port ?? (await freePort());
  const dir = await mkdtemp(path.join(os.tmpdir(), 'seahorse-redis-'));
  const quiet = ['--save', '', '--appendonly', 'no', '--loglevel', 'warning'];
  const child = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...quiet], {
    stdio: 'ignore',
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `redis://127.0.0.1:${port}`;
  await asClient(url, (client) => client.ping());
  return {
    url,
    flush: () => asClient(url, (client) => client.flushall()),
    configure: (name, value) => asClient(url, (client) => client.config('SET', name, value)),
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

function provision(): string {
  const script = path.join(REPOSITORY, 'scripts/provision-redis.sh');
  try {
    const said = execFileSync('sh', [script, path.join(REPOSITORY, '.data/redis')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return said.toString().trim();
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString() ?? '';
    throw new Error(`these tests need redis-server, which is not on PATH and could not be fetched:\n${said}`);
  }
}

async function asClient(url: string, ask: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => {});
  const late = setTimeout(() => client.disconnect(), READY_WITHIN_MS);
  try {
    await ask(client);
  } finally {
    clearTimeout(late);
    client.disconnect();
  }
}
