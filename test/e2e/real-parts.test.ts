import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freshDatabase } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';
import { RunningCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('npm start with one real part', () => {
  let folder: { path: string; remove(): Promise<void> };
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  const start = async (env: Record<string, string>): Promise<RunningCommand> => {
    const own = { PORT: '0', SIMULATOR_PORT: '0', SEAHORSE_DATA_DIR: folder.path };
    const system = new RunningCommand(['start'], { ...own, ...env });
    await system.says(/Stop with Ctrl-C/);
    return system;
  };

  it('uses the PostgreSQL that DATABASE_URL names, and starts none', async () => {
    const database = await freshDatabase();
    const system = await start({ DATABASE_URL: database.url });
    expect(existsSync(path.join(folder.path, 'postgres'))).to.equal(false);
    expect(await system.signal('SIGTERM')).to.equal(0);
    await database.drop();
  });

  it('starts without the first steps where the catalog has nothing for its demo user', async () => {
    const database = await freshDatabase();
    for (const args of [['migrate'], ['catalog', 'seed', 'catalogs/web-checkout.json']]) {
      const command = new RunningCommand(args, { SEAHORSE_DATA_DIR: folder.path, DATABASE_URL: database.url });
      expect(await command.exitStatus(), command.output).to.equal(0);
    }
    const system = await start({ DATABASE_URL: database.url });
    expect(system.output)
      .to.match(/API +http/)
      .and.to.match(/the first steps are left out/);
    expect(system.output).to.not.match(/curl/);
    expect(await system.signal('SIGTERM')).to.equal(0);
    await database.drop();
  });

  it('schedules on the Redis that REDIS_URL names', async () => {
    const redis = await startRedis();
    const system = await start({ REDIS_URL: redis.url });
    const client = new Redis(redis.url);
    expect(await client.keys('seahorse:*')).to.not.be.empty;
    client.disconnect();
    expect(await system.signal('SIGTERM')).to.equal(0);
    await redis.stop();
  });

  it('starts, serves and stops while the Redis that REDIS_URL names is away', async () => {
    const system = await start({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect(await system.signal('SIGTERM')).to.equal(0);
  });
});
