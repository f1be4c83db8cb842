import { ContainerModule } from 'inversify';
import { listPackages } from '../../application/catalog/list-packages.ts';
import { listSoldApis } from '../../application/catalog/list-sold-apis.ts';
import { seedCatalog } from '../../application/catalog/seed-catalog.ts';
import { Parts, Tokens } from './tokens.ts';

export const catalogModule = new ContainerModule(({ bind }) => {
  bind(Tokens.listPackages).toResolvedValue((uow) => listPackages({ uow }), [Parts.uow]);
  bind(Tokens.listSoldApis).toResolvedValue((uow) => listSoldApis({ uow }), [Parts.uow]);
  bind(Tokens.seedCatalog).toResolvedValue((uow, ids) => seedCatalog({ uow, ids }), [Parts.uow, Parts.ids]);
});
