import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import type { LocalPostgres } from '../../../src/adapters/embedded/local-postgres.ts';
import { startLocalPostgres } from '../../../src/adapters/embedded/start-local-postgres.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { migrateDatabaseAt } from '../../../src/cli/system/migrate-database.ts';
import { aBusyAccount } from '../../support/busy-books.ts';
import { REPOSITORY } from '../../support/http/run-cli.ts';
import { noteProcess } from '../../support/leaks/note-process.ts';
import { connect } from '../../support/migrated-database.ts';
import { systemPostgres } from '../../support/system-postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Ended = { readonly code: number; readonly output: string };

/** The scripts themselves, as an operator runs them. */
const runScript = (name: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> =>
  new Promise((resolve) => {
    const script = path.join(REPOSITORY, 'ops/backup', name);
    const own = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env };
    execFile('sh', [script, ...args], { env: own }, (error, stdout, stderr) => {
      noteProcess([name, ...args], { stdout, stderr });
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });

for (const kind of ['embedded', 'other'] as const) {
  describe(`Backup and restore of ${kind === 'embedded' ? 'the embedded PostgreSQL' : 'a PostgreSQL with pg_dump'}`, () => {
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let server: LocalPostgres;
    let env: Record<string, string>;
    let backups: string;
    let digest: string;
    before(async function () {
      this.timeout(180_000);
      folder = await temporaryFolder();
      backups = path.join(folder.path, 'backups');
      const bin = kind === 'other' ? await systemPostgres() : null;
      server = await startLocalPostgres({ dir: path.join(folder.path, 'postgres'), ...(bin && { bin }) });
      env = { SEAHORSE_DATA_DIR: folder.path };
      if (bin) Object.assign(env, { DATABASE_URL: server.url, PATH: `${bin}:${process.env['PATH']}` });
      else await writeFile(path.join(folder.path, 'seahorse-secret'), 's'.repeat(43), { mode: 0o600 });
      await migrateDatabaseAt(server.url);
      await sell(3);
    });
    after(async () => {
      await server.stop();
      await folder.remove();
    });

    /** People who have bought points and spent some. */
    async function sell(people: number): Promise<void> {
      const knex = connect(server.url, 4, 'seahorse_operator');
      const uow = new PostgresUnitOfWork(knex);
      await Promise.all(Array.from({ length: people }, () => aBusyAccount(uow)));
      await knex.destroy();
    }
    const newest = async (): Promise<string> => path.join(backups, (await readdir(backups)).sort().at(-1) ?? '');

    it('is made while points are sold, for its owner alone, and prints a digest to keep', async () => {
      const [{ code, output }] = await Promise.all([runScript('backup.sh', [backups], env), sell(5)]);
      expect(code, output).to.equal(0);
      digest = /^digest ([0-9a-f]{64})/m.exec(output)?.[1] ?? expect.fail(output);
      expect(output).to.match(kind === 'embedded' ? /^copy of PostgreSQL 18/m : /^dump of PostgreSQL/m);
      expect((await stat(await newest())).mode & 0o077).to.equal(0);
      const files = await readdir(await newest());
      expect(files.sort()).to.deep.equal(
        kind === 'embedded' ? ['database', 'manifest.json', 'seahorse-secret'] : ['database.dump', 'manifest.json'],
      );
    }).timeout(180_000);

    it('is restored, proved by the digest that was kept, and counted', async () => {
      const { code, output } = await runScript('restore-drill.sh', [await newest(), digest], env);
      expect(code, output).to.equal(0);
      expect(output).to.match(
        /restored in \d+\.\d s and proved in \d+\.\d s altogether: \d+ entries, nothing is missing/,
      );
    }).timeout(180_000);

    it('is refused by the drill where rows are missing', async () => {
      const manifest = path.join(await newest(), 'manifest.json');
      const content = JSON.parse(await readFile(manifest, 'utf8'));
      await writeFile(manifest, JSON.stringify({ ...content, rows: { ...content.rows, 'ledger.entries': 1_000_000 } }));
      const { code, output } = await runScript('restore-drill.sh', [await newest()], env);
      expect(output).to.match(/ledger\.entries: \d+ rows instead of 1000000/);
      expect(code).to.equal(1);
    }).timeout(180_000);

    it('is refused by the drill where the journal is not what the digest says', async () => {
      const { code, output } = await runScript('restore-drill.sh', [await newest(), 'f'.repeat(64)], env);
      expect(output).to.match(/the restored books are not what they were/);
      expect(code).to.equal(1);
    }).timeout(180_000);

    it('leaves the database that is in use as it is, and nothing of the drill behind', async () => {
      const knex = connect(server.url, 1);
      const { rows } = await knex.raw(`select datname from pg_database where datname like '%drill%'`);
      const { rows: slots } = await knex.raw('select slot_name from pg_replication_slots');
      await knex.destroy();
      expect([...rows, ...slots]).to.deep.equal([]);
    });
  });
}
