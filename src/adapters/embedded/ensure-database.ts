import pg from 'pg';
import { PORT, SUPERUSER } from './connection-url.ts';

const CREATED_BY_SOMEBODY_ELSE = new Set(['42P04', '23505']);

/** Creates the database if need be, and tells the server's version. */
export async function ensureDatabase(socketDir: string, name: string): Promise<string> {
  const client = new pg.Client({ host: socketDir, port: PORT, user: SUPERUSER, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`).catch(unlessCreated);
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}

function unlessCreated(error: { code?: string }): void {
  if (!CREATED_BY_SOMEBODY_ELSE.has(error.code ?? '')) throw error;
}
