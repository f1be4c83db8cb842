import { ContainerModule } from 'inversify';
import { readBalance } from '../../application/ledger/read-balance.ts';
import { Parts, Tokens } from './tokens.ts';

export const ledgerModule = new ContainerModule(({ bind }) => {
  bind(Tokens.readBalance).toResolvedValue((uow) => readBalance({ uow }), [Parts.uow]);
  bind(Tokens.chargeUsage).toResolvedValue((charge) => charge, [Parts.chargeUsage]);
});
