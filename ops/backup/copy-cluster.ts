import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { copyFiles, keepOwner } from './copy-files.ts';

/** Made anew by every start, or filled by the log; the log itself follows when the copy is complete. */
const LEFT_OUT = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/$/;
const LEFT_OUT_FILES = /(^|\/)(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*)$/;

/**
 * A base backup of a server whose files we can read, while it runs: for the embedded PostgreSQL, which brings no pg_dump. What
 * changes while it is copied is mended from the log when the copy starts.
 */
export async function copyCluster(url: string, dataDir: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Ends with this session; until then no log is removed that the copy needs.
    await client.query(`select pg_create_physical_replication_slot('backup_${process.pid}', true, true)`);
    await client.query(`select pg_backup_start('seahorse', true)`);
    await copyFiles(dataDir, to, (name) => !LEFT_OUT.test(name) && !LEFT_OUT_FILES.test(name));
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    const label = path.join(to, 'backup_label');
    await writeFile(label, rows[0]?.labelfile ?? '');
    await keepOwner(path.join(dataDir, 'PG_VERSION'), label);
    await copyFiles(path.join(dataDir, 'pg_wal'), path.join(to, 'pg_wal'), (name) => name !== 'archive_status/');
  } finally {
    await client.end();
  }
}
