import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';
import { RunningCommand } from '../support/run-command.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('npm start with real parts', () => {
  let folder: { path: string; remove(): Promise<void> };
  let database: TestDatabase;
  beforeEach(async () => {
    [folder, database] = [await temporaryFolder(), await freshDatabase()];
  });
  afterEach(async () => {
    await database.drop();
    await folder.remove();
  });

  const start = async (redisUrl: string): Promise<RunningCommand> => {
    const own = { PORT: '0', SIMULATOR_PORT: '0', SEAHORSE_DATA_DIR: folder.path };
    const system = new RunningCommand(['start'], { ...own, DATABASE_URL: database.url, REDIS_URL: redisUrl });
    await system.says(/Stop with Ctrl-C/);
    return system;
  };

  it('uses the PostgreSQL that DATABASE_URL names, starts none, and schedules on the Redis that REDIS_URL names', async () => {
    const redis = await startRedis();
    const system = await start(redis.url);
    expect(system.output).to.match(/curl/);
    expect(existsSync(path.join(folder.path, 'postgres'))).to.equal(false);
    const client = new Redis(redis.url);
    expect(await client.keys('seahorse:*')).to.not.be.empty;
    client.disconnect();
    expect(await system.signal('SIGTERM')).to.equal(0);
    await redis.stop();
  });

  it('starts, serves and stops while that Redis is away, without the first steps where its user can buy nothing', async () => {
    for (const args of [['migrate'], ['catalog', 'seed', 'catalogs/web-checkout.json']]) {
      const { code, stderr } = await runProgram(args, { DATABASE_URL: database.url });
      expect([code, stderr]).to.deep.equal([0, '']);
    }
    const system = await start('redis://127.0.0.1:1');
    const api = /API +(http\S+)/.exec(system.output)?.[1];
    expect((await fetch(`${api}/api/v1/packages`)).status).to.equal(200);
    expect(system.output).to.match(/the first steps are left out/);
    expect(system.output).to.not.match(/curl/);
    expect(await system.signal('SIGTERM')).to.equal(0);
  });
}).timeout(60_000);
