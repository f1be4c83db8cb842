import pg from 'pg';
import { FAILED } from '../load/line.ts';
import type { OpenEngine } from './engine.ts';

/** As far as it is used here; the packages are not ours, so their types are not there. */
type Auth = {
  readonly options: object;
  readonly api: {
    createApiKey(input: { body: object }): Promise<{ key: string }>;
    verifyApiKey(input: { body: { key: string } }): Promise<{ valid: boolean }>;
  };
};
type Packages = {
  readonly betterAuth: (options: object) => Auth;
  readonly apiKey: (options: object) => object;
  readonly getMigrations: (options: object) => Promise<{ runMigrations(): Promise<void> }>;
};

const KEYS = 1_000;
const AT_ONCE = 20;
const USER = 'bench-user';

/** Verifies an API key and takes one from its remaining count: no ledger, no idempotency. */
export const open: OpenEngine = async (databaseUrl) => {
  const { betterAuth, apiKey, getMigrations } = await packages();
  const options = '-c search_path=better_auth';
  const database = new pg.Pool({ connectionString: databaseUrl, max: 20, options });
  const auth = betterAuth({
    database,
    secret: 'a secret of this bench, and of nothing else',
    baseURL: 'http://127.0.0.1',
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [apiKey({ rateLimit: { enabled: false } })],
  });
  await (await getMigrations(auth.options)).runMigrations();
  await database.query(
    `insert into "user" (id, name, email, "emailVerified") values ('${USER}', 'bench', 'bench@bench.invalid', true)`,
  );
  const keys = await makeKeys(auth);
  return {
    close: () => database.end(),
    use: async () => {
      const key = keys[Math.floor(Math.random() * keys.length)] as string;
      return (await auth.api.verifyApiKey({ body: { key } })).valid ? 1 : FAILED;
    },
  };
};

async function makeKeys(auth: Auth): Promise<string[]> {
  const keys: string[] = [];
  while (keys.length < KEYS) {
    const body = { userId: USER, remaining: 1_000_000_000 };
    const made = await Promise.all(Array.from({ length: AT_ONCE }, () => auth.api.createApiKey({ body })));
    keys.push(...made.map(({ key }) => key));
  }
  return keys;
}

async function packages(): Promise<Packages> {
  const [main, plugin, migration] = ['better-auth', '@better-auth/api-key', 'better-auth/db/migration'];
  return { ...(await import(main)), ...(await import(plugin)), ...(await import(migration)) };
}
