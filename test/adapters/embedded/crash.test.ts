import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { isPostmasterOf, readPostmasterPid } from '../../../src/adapters/embedded/postmaster-pid.ts';
import { startLocalPostgres } from '../../../src/adapters/embedded/start-local-postgres.ts';
import { aFolder, query, removeFolders } from './folders.ts';
import { spawnStarting } from './processes.ts';

const KILLS = 6;
const WITHIN_MS = 1_500;

describe('the local PostgreSQL under kill -9', () => {
  afterEach(removeFolders);

  it('recovers from the death of its starter at any moment of a first start, with every row', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const written: number[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const starter = spawnStarting(dir, round);
      await starter.until('starting');
      await sleep(((round + Math.random()) / KILLS) * WITHIN_MS);
      await starter.kill();
      if (starter.said.some(({ row }) => row === round)) written.push(round);
    }
    const postgres = await startLocalPostgres({ dir });
    await query(postgres.url, 'create table if not exists written (row int)');
    await query(postgres.url, 'insert into written values (99)');
    const rows = (await query(postgres.url, 'select row from written')).map(({ row }) => row);
    await postgres.stop();
    expect(rows).to.include.members([...written, 99]);
    expect(await leftoversIn(dir)).to.deep.equal([]);
  });

  it('sweeps up after the death of its starter during initdb', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const starter = spawnStarting(dir);
    while ((await leftoversIn(dir)).length === 0) await sleep(2);
    await sleep(100);
    await starter.kill();
    expect(await readdir(dir)).not.to.include('data');
    const postgres = await startLocalPostgres({ dir });
    await postgres.stop();
    expect(await leftoversIn(dir)).to.deep.equal([]);
  });

  it('is replaced at once, not joined, when it is about to follow its starter', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const starter = spawnStarting(dir, 5);
    await starter.until('row');
    await starter.kill();
    const postgres = await startLocalPostgres({ dir });
    expect(postgres.adopted).to.equal(false);
    await sleep(500);
    expect(await query(postgres.url, 'select row from written')).to.deep.equal([{ row: 5 }]);
    await postgres.stop();
  });

  if (process.platform === 'linux') {
    it('follows its starter into death', async () => {
      const dir = path.join(await aFolder(), 'postgres');
      const starter = spawnStarting(dir);
      const { dataDir = '' } = await starter.until('row');
      const { pid = 0 } = (await readPostmasterPid(dataDir)) ?? {};
      expect(await isPostmasterOf(pid, dataDir)).to.equal(true);
      await starter.kill();
      for (let tries = 0; tries < 100 && (await isPostmasterOf(pid, dataDir)); tries += 1) await sleep(50);
      expect(await isPostmasterOf(pid, dataDir)).to.equal(false);
    });
  }
});

describe('two processes that start the local PostgreSQL at once', () => {
  afterEach(removeFolders);

  it('get one server, which both can use', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const both = [spawnStarting(dir, 1), spawnStarting(dir, 2)];
    const told = await Promise.all(both.map((one) => one.until('row')));
    expect(told.map(({ adopted }) => adopted).sort()).to.deep.equal([false, true]);
    const rows = await query(told[0]?.url ?? '', 'select row from written order by row');
    await Promise.all(both.map((one) => one.stop()));
    expect(rows).to.deep.equal([{ row: 1 }, { row: 2 }]);
  });
});

async function leftoversIn(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  return names.filter((name) => name.includes('.new-'));
}
