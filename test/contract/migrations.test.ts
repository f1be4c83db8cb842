import { expect } from 'chai';
import { migrationSource } from '../../migrations/migration-source.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

describe('The migrations', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());
  const schemas = async (): Promise<string[]> => {
    const { rows } = await database.knex.raw(
      `select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1`,
    );
    return rows.map((row: { nspname: string }) => row.nspname);
  };

  it('go down to nothing and up again', async () => {
    const all = ['audit', 'catalog', 'identity', 'keyvault', 'ledger', 'limits', 'ordering', 'usage', 'webhooks'];
    expect(await schemas()).to.deep.equal(all);
    await database.knex.migrate.rollback({ migrationSource }, true);
    expect(await schemas()).to.deep.equal([]);
    await database.knex.migrate.latest({ migrationSource });
    expect(await schemas()).to.deep.equal(all);
  });

  it('do nothing when they have run', async () => {
    const [, ran] = await database.knex.migrate.latest({ migrationSource });
    expect(ran).to.deep.equal([]);
  });
});
