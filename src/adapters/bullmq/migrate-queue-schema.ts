import { assertSchemaCompatibility, LATEST_SCHEMA_VERSION, runMigrations } from 'bullmq';
import pg from 'pg';

/** Where BullMQ's PostgreSQL backend keeps its jobs. */
export const QUEUE_SCHEMA = 'bullmq';
const LONGEST_WAIT_MS = 60_000;

/**
 * Brings BullMQ's own schema to the newest version, as the user of the URL, and lets `role` work with it: workers then need no
 * right to create anything. Several processes may do it at once. True: there was something to do.
 */
export function migrateQueueSchema(url: string, role: string | null = null): Promise<boolean> {
  return asClient(url, async (client) => {
    const before = await versionOf(client);
    if (before >= LATEST_SCHEMA_VERSION) return false;
    await runMigrations(client, QUEUE_SCHEMA);
    if (role) await client.query(grantsTo(pg.escapeIdentifier(role)));
    return true;
  });
}

/** Whether workers can use it as it is. */
export const isQueueSchemaCurrent = (url: string): Promise<boolean> =>
  asClient(url, async (client) => (await versionOf(client)) >= LATEST_SCHEMA_VERSION);

/** 0: there is none. */
async function versionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query("select to_regclass('bullmq.migration') is not null as exists");
  return (rows[0] as { exists: boolean }).exists ? assertSchemaCompatibility(client, QUEUE_SCHEMA) : 0;
}

const grantsTo = (role: string): string => `
  grant usage on schema ${QUEUE_SCHEMA} to ${role};
  grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${role};
  grant usage, select on all sequences in schema ${QUEUE_SCHEMA} to ${role};
  grant execute on all functions in schema ${QUEUE_SCHEMA} to ${role};`;

async function asClient<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: LONGEST_WAIT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await client.end();
  }
}
