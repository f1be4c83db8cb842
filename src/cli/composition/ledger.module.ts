import { ContainerModule } from 'inversify';
import { consumePoints } from '../../application/ledger/consume-points.ts';
import { readBalance } from '../../application/ledger/read-balance.ts';
import { Parts, Tokens } from './tokens.ts';

export const ledgerModule = new ContainerModule(({ bind }) => {
  bind(Tokens.readBalance).toResolvedValue((uow) => readBalance({ uow }), [Parts.uow]);
  bind(Tokens.consumePoints).toResolvedValue(
    (uow, ids, secrets) => consumePoints({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
});
