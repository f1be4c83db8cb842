import { ContainerModule } from 'inversify';
import { expireLots } from '../../application/ledger/expire-lots.ts';
import { listExpiring } from '../../application/ledger/list-expiring.ts';
import { listStatement } from '../../application/ledger/list-statement.ts';
import { readBalance } from '../../application/ledger/read-balance.ts';
import { sealLedger } from '../../application/ledger/seal-ledger.ts';
import { Parts, Tokens } from './tokens.ts';

export const ledgerModule = new ContainerModule(({ bind }) => {
  bind(Tokens.readBalance).toResolvedValue((uow) => readBalance({ uow }), [Parts.uow]);
  bind(Tokens.listExpiring).toResolvedValue((uow) => listExpiring({ uow }), [Parts.uow]);
  bind(Tokens.listStatement).toResolvedValue((uow) => listStatement({ uow }), [Parts.uow]);
  bind(Tokens.chargeUsage).toResolvedValue((charge) => charge, [Parts.chargeUsage]);
  bind(Tokens.ledgerSweeps).toResolvedValue(
    (uow, ids, reportFault, noteSeal) => [expireLots({ uow, ids, reportFault }), sealLedger({ uow, noteSeal })],
    [Parts.uow, Parts.ids, Parts.reportFault, Parts.noteSeal],
  );
});
