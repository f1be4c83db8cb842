import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { LocalPostgres, LocalPostgresOptions } from '../../../src/adapters/embedded/local-postgres.ts';
import { startLocalPostgres } from '../../../src/adapters/embedded/start-local-postgres.ts';
import { aFolder, query, removeFolders } from './folders.ts';
import { spawnStarting } from './processes.ts';

const running: LocalPostgres[] = [];

async function start(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const postgres = await startLocalPostgres(options);
  running.push(postgres);
  return postgres;
}

const pidOf = async ({ dataDir }: LocalPostgres): Promise<number> =>
  Number.parseInt(await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8'), 10);

describe('the local PostgreSQL', () => {
  afterEach(async () => {
    for (const postgres of running.splice(0).reverse()) await postgres.stop();
    await removeFolders();
  });

  it('keeps what was written over a restart, and raises no alarm when it is asked to stop', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const told: string[] = [];
    const first = await start({ dir, onExit: (detail) => void told.push(detail) });
    await query(first.url, 'create table t as select 7 as seven');
    await Promise.all([first.stop(), first.stop()]);
    const second = await start({ dir });
    expect(await query(second.url, 'select * from t')).to.deep.equal([{ seven: 7 }]);
    expect(second.version).to.match(/^\d+\.\d+/);
    expect(told).to.deep.equal([]);
    expect([first.adopted, second.adopted]).to.deep.equal([false, false]);
  });

  it('is joined, in a database of its own, by who comes second, and goes on when that one stops', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const first = await start({ dir });
    const second = await start({ dir, database: 'other' });
    expect(second.adopted).to.equal(true);
    expect(await query(second.url, 'select current_database() as name')).to.deep.equal([{ name: 'other' }]);
    await second.stop();
    expect(await query(first.url, 'select current_database() as name')).to.deep.equal([{ name: 'seahorse' }]);
  });

  it('tells everybody who uses it that it was killed, and recovers', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const told: string[] = [];
    const onExit = (detail: string) => void told.push(detail);
    const first = await start({ dir, onExit });
    await start({ dir, onExit });
    await query(first.url, 'create table t as select 7 as seven');
    process.kill(await pidOf(first), 'SIGKILL');
    const again = await start({ dir });
    expect(await query(again.url, 'select * from t')).to.deep.equal([{ seven: 7 }]);
    await sleep(1_200);
    expect(told.sort()).to.deep.equal([
      'PostgreSQL ended by itself (SIGKILL)',
      'the PostgreSQL that another process had started has ended',
    ]);
  });

  it('starts although the pid it left behind now belongs to somebody else', async () => {
    const first = await start({ dir: path.join(await aFolder(), 'postgres') });
    const pidFile = path.join(first.dataDir, 'postmaster.pid');
    const left = await readFile(pidFile, 'utf8');
    await first.stop();
    const { uid, gid } = await stat(first.dataDir);
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    await writeFile(pidFile, left.replace(/^\d+/, String(stranger.pid)));
    const second = await start({ dir: path.dirname(first.dataDir) });
    expect(second.adopted).to.equal(false);
    stranger.kill();
  });

  it('puts its socket elsewhere when the path is too long for one', async () => {
    const dir = path.join(await aFolder(), 'x'.repeat(60), 'y'.repeat(60));
    const postgres = await start({ dir });
    expect(await query(postgres.url, 'select 1 as one')).to.deep.equal([{ one: 1 }]);
    const socketDir = new URL(postgres.url).searchParams.get('host') ?? '';
    await postgres.stop();
    expect(await stat(socketDir).catch(() => 'gone')).to.equal('gone');
    const again = await start({ dir });
    expect(again.url, 'the address after another start').to.equal(postgres.url);
    await again.stop();
  });

  it('says what the server said when it does not start', async () => {
    const before = Date.now();
    const failed = await start({ dir: path.join(await aFolder(), 'p'), settings: { shared_buffers: 'many' } }).catch(
      String,
    );
    expect(failed).to.contain('did not start').and.to.contain('shared_buffers');
    expect(Date.now() - before).to.be.lessThan(8_000);
  });

  it('does without setpriv and flock', async () => {
    const dir = path.join(await aFolder(), 'postgres');
    const alone = spawnStarting(dir, 1, { PATH: '/nowhere' });
    expect(await alone.until('url')).to.include({ adopted: false, row: 1 });
    await alone.stop();
  });

  if (process.getuid?.() === 0) {
    it('moves, with its programs, to where its own user may go when root keeps the place closed', async () => {
      const folder = await aFolder();
      const closed = path.join(folder, 'closed');
      await mkdir(closed);
      await chmod(closed, 0o700);
      const fallbackDir = path.join(folder, 'open');
      const postgres = await start({ dir: path.join(closed, 'postgres'), fallbackDir });
      expect(postgres.dataDir).to.equal(path.join(fallbackDir, 'data'));
    });
  }
});
