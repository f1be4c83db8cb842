import { ContainerModule } from 'inversify';
import { admitService } from '../../application/keyvault/admit-service.ts';
import { checkSignature } from '../../application/keyvault/check-signature.ts';
import { createService } from '../../application/keyvault/create-service.ts';
import { issueKey } from '../../application/keyvault/issue-key.ts';
import { listKeys } from '../../application/keyvault/list-keys.ts';
import { switchKey } from '../../application/keyvault/switch-key.ts';
import { Parts, Tokens } from './tokens.ts';

export const keyvaultModule = new ContainerModule(({ bind }) => {
  bind(Tokens.issueKey).toResolvedValue(
    (uow, ids, secrets) => issueKey({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.listKeys).toResolvedValue((uow) => listKeys({ uow }), [Parts.uow]);
  bind(Tokens.switchKey).toResolvedValue((uow) => switchKey({ uow }), [Parts.uow]);
  bind(Tokens.createService).toResolvedValue(
    (uow, ids, secrets) => createService({ uow, ids, secrets }),
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
