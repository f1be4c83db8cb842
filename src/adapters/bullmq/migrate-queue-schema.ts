import { LATEST_SCHEMA_VERSION, runMigrations } from 'bullmq';
import pg from 'pg';

export const QUEUE_SCHEMA = 'bullmq';
/** Any number that nobody else uses. */
const LOCK = 4_711_002;

/**
 * Makes or renews BullMQ's own schema as the user of the URL, and lets `role` use it: workers need no right to make tables.
 * Gives the versions before and after.
 */
export async function migrateQueueSchema(
  url: string,
  { schema = QUEUE_SCHEMA, role = null }: { readonly schema?: string; readonly role?: string | null } = {},
): Promise<{ readonly from: number; readonly to: number }> {
  return withClient(url, async (client) => {
    // Until this client has gone: grants that are made side by side fail.
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const from = await readVersion(client, schema);
    const to = await runMigrations(client, schema);
    if (role !== null) await client.query(grantsTo(client.escapeIdentifier(schema), client.escapeIdentifier(role)));
    return { from, to };
  });
}

/** Which versions of BullMQ's schema this code brings and the database has not had; 0 is none at all. */
export const pendingQueueVersions = (url: string, schema = QUEUE_SCHEMA): Promise<readonly number[]> =>
  withClient(url, async (client) => {
    const from = await readVersion(client, schema);
    return Array.from({ length: Math.max(0, LATEST_SCHEMA_VERSION - from) }, (_, nth) => from + nth + 1);
  });

async function readVersion(client: pg.Client, schema: string): Promise<number> {
  const table = `${client.escapeIdentifier(schema)}.migration`;
  const known = await client.query<{ known: boolean }>('select to_regclass($1) is not null as known', [table]);
  if (!known.rows[0]?.known) return 0;
  const { rows } = await client.query<{ version: number }>(
    `select coalesce(max(version), 0)::int as version from ${table}`,
  );
  return rows[0]?.version ?? 0;
}

const grantsTo = (schema: string, role: string): string => `
  grant usage on schema ${schema} to ${role};
  grant select, insert, update, delete on all tables in schema ${schema} to ${role};
  grant usage, select, update on all sequences in schema ${schema} to ${role};
  grant execute on all functions in schema ${schema} to ${role}`;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Whoever loses the connection hears it from the query.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
