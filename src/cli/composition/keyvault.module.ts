import { ContainerModule } from 'inversify';
import { admitService } from '../../application/keyvault/admit-service.ts';
import { changeKey } from '../../application/keyvault/change-key.ts';
import { checkSignature } from '../../application/keyvault/check-signature.ts';
import { createService } from '../../application/keyvault/create-service.ts';
import { deleteKeys } from '../../application/keyvault/delete-keys.ts';
import { forgetRefusedCalls } from '../../application/keyvault/forget-refused-calls.ts';
import { issueKey } from '../../application/keyvault/issue-key.ts';
import { listKeys, showKey } from '../../application/keyvault/list-keys.ts';
import { listRefusedCalls } from '../../application/keyvault/list-refused-calls.ts';
import { rotateKey } from '../../application/keyvault/rotate-key.ts';
import { switchKeys } from '../../application/keyvault/switch-keys.ts';
import { Parts, Tokens } from './tokens.ts';

/** `npm start` and the demo make services of their own. */
const BY_THE_SYSTEM = { actor: { kind: 'system' }, requestId: null } as const;

export const keyvaultModule = new ContainerModule(({ bind }) => {
  bind(Tokens.issueKey).toResolvedValue(
    (uow, ids, secrets) => issueKey({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.listKeys).toResolvedValue((uow) => listKeys({ uow }), [Parts.uow]);
  bind(Tokens.listRefusedCalls).toResolvedValue((uow) => listRefusedCalls({ uow }), [Parts.uow]);
  bind(Tokens.keySweeps).toResolvedValue((uow) => [forgetRefusedCalls({ uow })], [Parts.uow]);
  bind(Tokens.showKey).toResolvedValue((uow) => showKey({ uow }), [Parts.uow]);
  bind(Tokens.changeKey).toResolvedValue((uow, ids) => changeKey({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.switchKeys).toResolvedValue((uow, ids) => switchKeys({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.deleteKeys).toResolvedValue((uow, ids) => deleteKeys({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.rotateKey).toResolvedValue(
    (uow, ids, secrets) => rotateKey({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.createService).toResolvedValue(
    (uow, ids, secrets) => createService({ uow, ids, secrets, by: BY_THE_SYSTEM }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.admitService).toResolvedValue(
    (uow, secrets) => admitService({ uow, secrets }),
    [Parts.uow, Parts.secrets],
  );
  bind(Tokens.checkSignature).toResolvedValue(
    (uow, secrets, serviceSeal) => checkSignature({ uow, secrets, serviceSeal }),
    [Parts.uow, Parts.secrets, Parts.serviceSeal],
  );
});
