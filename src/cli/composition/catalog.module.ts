import { ContainerModule } from 'inversify';
import { findPackageByCode } from '../../application/catalog/find-package-by-code.ts';
import { listPackages } from '../../application/catalog/list-packages.ts';
import { listPromotions } from '../../application/catalog/list-promotions.ts';
import { listSoldApis } from '../../application/catalog/list-sold-apis.ts';
import { quoteForBuyer } from '../../application/catalog/quote-for-buyer.ts';
import { redeemCode } from '../../application/catalog/redeem-code.ts';
import { seedCatalog } from '../../application/catalog/seed-catalog.ts';
import { Parts, Tokens } from './tokens.ts';

export const catalogModule = new ContainerModule(({ bind }) => {
  bind(Tokens.listPackages).toResolvedValue((uow) => listPackages({ uow }), [Parts.uow]);
  bind(Tokens.findPackageByCode).toResolvedValue((uow) => findPackageByCode({ uow }), [Parts.uow]);
  bind(Tokens.listPromotions).toResolvedValue((uow) => listPromotions({ uow }), [Parts.uow]);
  bind(Tokens.listSoldApis).toResolvedValue((uow) => listSoldApis({ uow }), [Parts.uow]);
  bind(Tokens.quoteForBuyer).toResolvedValue((uow) => quoteForBuyer({ uow }), [Parts.uow]);
  bind(Tokens.redeemCode).toResolvedValue(
    (uow, ids, secrets) => redeemCode({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.seedCatalog).toResolvedValue((uow, ids) => seedCatalog({ uow, ids }), [Parts.uow, Parts.ids]);
});
