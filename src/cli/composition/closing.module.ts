import { ContainerModule } from 'inversify';
import { beginClosing } from '../../application/identity/begin-closing.ts';
import { cancelClosing } from '../../application/identity/cancel-closing.ts';
import { closeAccounts } from '../../application/identity/close-accounts.ts';
import { finishClosing } from '../../application/identity/finish-closing.ts';
import { lookAtClosing } from '../../application/identity/look-at-closing.ts';
import { Parts, Tokens } from './tokens.ts';

/** The part of Identity that deletes accounts (注销). */
export const closingModule = new ContainerModule(({ bind }) => {
  bind(Tokens.lookAtClosing).toResolvedValue(
    (uow, closingDays) => lookAtClosing({ uow, closingDays }),
    [Parts.uow, Parts.accountClosingDays],
  );
  bind(Tokens.beginClosing).toResolvedValue(
    (uow, ids, closingDays) => beginClosing({ uow, ids, closingDays }),
    [Parts.uow, Parts.ids, Parts.accountClosingDays],
  );
  bind(Tokens.cancelClosing).toResolvedValue((uow, ids) => cancelClosing({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.finishClosing).toResolvedValue(
    (uow, ids, secrets, raiseAlarm) => finishClosing({ uow, ids, secrets, raiseAlarm }),
    [Parts.uow, Parts.ids, Parts.secrets, Parts.raiseAlarm],
  );
  bind(Tokens.closingSweeps).toResolvedValue(
    (uow, finishClosing, reportFault) => [closeAccounts({ uow, finishClosing, reportFault })],
    [Parts.uow, Tokens.finishClosing, Parts.reportFault],
  );
});
