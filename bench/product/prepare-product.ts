import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { seedCatalog } from '../../src/application/catalog/seed-catalog.ts';
import { createService } from '../../src/application/keyvault/create-service.ts';
import { migrateDatabaseAt } from '../../src/cli/system/migrate-database.ts';
import { readCatalogFile } from '../../src/cli/system/read-catalog-file.ts';
import { writeAccountList } from '../database/account-list.ts';
import { withClient } from '../database/with-client.ts';
import { seedAccountsSql } from './seed-accounts.sql.ts';

const CATALOG = new URL('../../catalogs/mini-program.json', import.meta.url);
const LIMITS = { poolSize: 2, acquireTimeoutMs: 10_000, statementTimeoutMs: 0, lockTimeoutMs: 0 };

/**
 * The product's own schema with its catalog and a backend service, made by the product, and `accounts` accounts with points
 * and a key each, written by SQL, since paying for ten thousand would take minutes. Answers the service's token.
 */
export async function prepareProduct(url: string, accounts: number): Promise<string> {
  await migrateDatabaseAt(url);
  const token = await seedByUseCases(url);
  await withClient(url, async (client) => {
    await writeAccountList(client, accounts);
    await client.query(seedAccountsSql);
  });
  await withClient(url, (client) => client.query('vacuum analyze'));
  return token;
}

async function seedByUseCases(url: string): Promise<string> {
  const knex = connectPostgres({ url, ...LIMITS });
  try {
    const parts = { uow: new PostgresUnitOfWork(knex), ids: uuidV7Source, secrets: nodeSecrets };
    await seedCatalog(parts)(await readCatalogFile(CATALOG));
    const outcome = await createService({ ...parts, by: { actor: { kind: 'system' }, requestId: null } })('bench');
    if (outcome.kind !== 'created') throw new Error(`the bench's service: ${outcome.kind}`);
    return outcome.token;
  } finally {
    await knex.destroy();
  }
}
