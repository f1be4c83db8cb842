import type { Knex } from 'knex';
import { migrationSource } from '../../migrations/migration-source.ts';
import { ROLE_OF } from '../../src/adapters/postgres/application-role.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { freshDatabase } from './postgres.ts';

export type MigratedDatabase = {
  readonly url: string;
  /** As the owner of everything. */
  readonly knex: Knex;
  /** As operators' commands, which may do all that the application does. */
  readonly appKnex: Knex;
  /** On `appKnex`: every test proves that the rights suffice. */
  readonly uow: PostgresUnitOfWork;
  drop(): Promise<void>;
};

let template: Promise<string> | undefined;

/** A database of its own with our schema and no rows. The migrations run once per process; each call copies the result. */
export async function migratedDatabase(poolSize = 10): Promise<MigratedDatabase> {
  template ??= migrateTemplate();
  const database = await freshDatabase({ template: await template });
  const knex = connect(database.url, poolSize);
  const appKnex = connect(database.url, poolSize, ROLE_OF.operator);
  return {
    ...{ url: database.url, knex, appKnex },
    uow: new PostgresUnitOfWork(appKnex),
    drop: async () => {
      await knex.destroy();
      await appKnex.destroy();
      await database.drop();
    },
  };
}

async function migrateTemplate(): Promise<string> {
  const { url } = await freshDatabase();
  const knex = connect(url, 2);
  await knex.migrate.latest({ migrationSource });
  // A template may have no connection when it is copied.
  await knex.destroy();
  return new URL(url).pathname.slice(1);
}

const PATIENT = { acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 };
/** As the owner, or in a role, with more patience than the system has. */
export const connect = (url: string, poolSize: number, role: string | null = null): Knex =>
  connectPostgres({ ...PATIENT, url, poolSize, role });
