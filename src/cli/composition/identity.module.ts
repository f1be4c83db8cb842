import { ContainerModule } from 'inversify';
import { authenticateSession } from '../../application/identity/authenticate-session.ts';
import { logInWithWechat } from '../../application/identity/log-in-with-wechat.ts';
import { Parts, Tokens } from './tokens.ts';

export const identityModule = new ContainerModule(({ bind }) => {
  bind(Tokens.logInWithWechat).toResolvedValue(
    (uow, wechatLogin, ids, secrets) => logInWithWechat({ uow, wechatLogin, ids, secrets }),
    [Parts.uow, Parts.wechatLogin, Parts.ids, Parts.secrets],
  );
  bind(Tokens.authenticateSession).toResolvedValue(
    (uow, secrets) => authenticateSession({ uow, secrets }),
    [Parts.uow, Parts.secrets],
  );
});
