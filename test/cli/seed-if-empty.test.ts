import { expect } from 'chai';
import { uuidV7Source } from '../../src/adapters/system/random.ts';
import { seedCatalog } from '../../src/application/catalog/seed-catalog.ts';
import { readCatalogFile } from '../../src/cli/system/read-catalog-file.ts';
import { seedIfEmpty } from '../../src/cli/system/seed-if-empty.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

describe('the catalog that a first start brings', () => {
  let database: MigratedDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const seed = () => seedCatalog({ uow: database.uow, ids: uuidV7Source });
  const start = () => seedIfEmpty({ seedCatalog: seed() }, database.uow);
  const codes = () => database.uow.run(async ({ packages }) => (await packages.list()).map(({ code }) => code));

  it('is that of the mini-program and that of the web', async () => {
    await start();
    const own = ['points-10', 'points-50', 'points-300'];
    expect(await codes()).to.have.members([...own, 'small', 'medium', 'large', 'xlarge']);
  });

  it('changes nothing of what an operator has made of it', async () => {
    await start();
    await database.knex('catalog.packages').where({ code: 'points-10' }).update({ price_fen: 1 });
    await start();
    expect(await database.knex('catalog.packages').where({ price_fen: 1 })).to.have.length(1);
  });

  it('stays away from a catalog of packages alone', async () => {
    await seed()(await readCatalogFile(new URL('../../catalogs/web-checkout.json', import.meta.url)));
    await start();
    expect(await codes()).to.deep.equal(['small', 'medium', 'large', 'xlarge']);
    expect(await database.knex('catalog.promotions')).to.deep.equal([]);
  });
});
