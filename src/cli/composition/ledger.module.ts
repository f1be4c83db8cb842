import { ContainerModule } from 'inversify';
import { captureHold } from '../../application/ledger/capture-hold.ts';
import { expireLots } from '../../application/ledger/expire-lots.ts';
import { explainUsage } from '../../application/ledger/explain-usage.ts';
import { listExpiring } from '../../application/ledger/list-expiring.ts';
import { listStatement } from '../../application/ledger/list-statement.ts';
import { placeHold } from '../../application/ledger/place-hold.ts';
import { readAccount } from '../../application/ledger/read-account.ts';
import { readBalance } from '../../application/ledger/read-balance.ts';
import { releaseExpiredHolds } from '../../application/ledger/release-expired-holds.ts';
import { releaseHold } from '../../application/ledger/release-hold.ts';
import { reverseUsage } from '../../application/ledger/reverse-usage.ts';
import { sealLedger } from '../../application/ledger/seal-ledger.ts';
import { summariseUsage } from '../../application/ledger/summarise-usage.ts';
import { verifyKey } from '../../application/ledger/verify-key.ts';
import { Parts, Tokens } from './tokens.ts';

export const ledgerModule = new ContainerModule(({ bind }) => {
  bind(Tokens.readBalance).toResolvedValue((uow) => readBalance({ uow }), [Parts.uow]);
  bind(Tokens.readAccount).toResolvedValue((uow) => readAccount({ uow }), [Parts.uow]);
  bind(Tokens.chargeUsage).toResolvedValue((charge) => charge, [Parts.chargeUsage]);
  bind(Tokens.reverseUsage).toResolvedValue((uow, ids) => reverseUsage({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.explainUsage).toResolvedValue(
    (uow, secrets) => explainUsage({ uow, secrets }),
    [Parts.uow, Parts.secrets],
  );
  bind(Tokens.verifyKey).toResolvedValue((uow, secrets) => verifyKey({ uow, secrets }), [Parts.uow, Parts.secrets]);
  bind(Tokens.placeHold).toResolvedValue(
    (uow, ids, secrets) => placeHold({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.captureHold).toResolvedValue((uow, ids) => captureHold({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.releaseHold).toResolvedValue((uow, ids) => releaseHold({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.listExpiring).toResolvedValue((uow) => listExpiring({ uow }), [Parts.uow]);
  bind(Tokens.summariseUsage).toResolvedValue((uow) => summariseUsage({ uow }), [Parts.uow]);
  bind(Tokens.listStatement).toResolvedValue((uow) => listStatement({ uow }), [Parts.uow]);
  bind(Tokens.ledgerSweeps).toResolvedValue(
    (uow, ids, reportFault, noteSeal) => [
      releaseExpiredHolds({ uow, ids, reportFault }),
      expireLots({ uow, ids, reportFault }),
      sealLedger({ uow, noteSeal }),
    ],
    [Parts.uow, Parts.ids, Parts.reportFault, Parts.noteSeal],
  );
});
