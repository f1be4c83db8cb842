import { ContainerModule } from 'inversify';
import { answerLoginTicket } from '../../application/identity/answer-login-ticket.ts';
import { authenticateSession } from '../../application/identity/authenticate-session.ts';
import { changeAvatar, removeAvatar } from '../../application/identity/change-avatar.ts';
import { changeProfile } from '../../application/identity/change-profile.ts';
import { claimLoginTicket } from '../../application/identity/claim-login-ticket.ts';
import { confirmScan } from '../../application/identity/confirm-scan.ts';
import { findUser } from '../../application/identity/find-user.ts';
import { greetFollower } from '../../application/identity/greet-follower.ts';
import { handleFollowerEvent } from '../../application/identity/handle-follower-event.ts';
import { logInWithWechat } from '../../application/identity/log-in-with-wechat.ts';
import {
  endSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
} from '../../application/identity/manage-sessions.ts';
import { openLoginTicket } from '../../application/identity/open-login-ticket.ts';
import { readAvatar } from '../../application/identity/read-avatar.ts';
import { receiveFollowerMessage } from '../../application/identity/receive-follower-message.ts';
import { removeOldLoginTickets } from '../../application/identity/remove-old-login-tickets.ts';
import { sweepFollowerInbox } from '../../application/identity/sweep-follower-inbox.ts';
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
  bind(Tokens.findUser).toResolvedValue((uow) => findUser({ uow }), [Parts.uow]);
  bind(Tokens.listSessions).toResolvedValue((uow) => listSessions({ uow }), [Parts.uow]);
  bind(Tokens.endSession).toResolvedValue((uow, ids) => endSession({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.revokeSession).toResolvedValue((uow, ids) => revokeSession({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.revokeOtherSessions).toResolvedValue(
    (uow, ids) => revokeOtherSessions({ uow, ids }),
    [Parts.uow, Parts.ids],
  );
  bind(Tokens.openLoginTicket).toResolvedValue(
    (uow, sceneCodes, ids, secrets) => openLoginTicket({ uow, sceneCodes, ids, secrets }),
    [Parts.uow, Parts.sceneCodes, Parts.ids, Parts.secrets],
  );
  bind(Tokens.claimLoginTicket).toResolvedValue(
    (uow, ids, secrets) => claimLoginTicket({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.answerLoginTicket).toResolvedValue((uow, ids) => answerLoginTicket({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.confirmScan).toResolvedValue((uow, ids) => confirmScan({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.identitySweeps).toResolvedValue((uow) => [removeOldLoginTickets({ uow })], [Parts.uow]);
  bind(Tokens.answerAccountCheck).toResolvedValue((check) => check, [Parts.answerAccountCheck]);
  bind(Tokens.writeFollowerReply).toResolvedValue((write) => write, [Parts.writeFollowerReply]);
  bind(Tokens.receiveFollowerMessage).toResolvedValue(
    (uow, readMessage) => receiveFollowerMessage({ uow, readMessage }),
    [Parts.inboxUow, Parts.readFollowerMessage],
  );
  bind(Tokens.handleFollowerEvent).toResolvedValue(
    (uow, followerInfo, confirm, ids, secrets) =>
      handleFollowerEvent({ uow, followerInfo, confirmScan: confirm, ids, secrets }),
    [Parts.uow, Parts.followerInfo, Tokens.confirmScan, Parts.ids, Parts.secrets],
  );
  bind(Tokens.greetFollower).toResolvedValue(
    (uow, handle) => greetFollower({ uow, handleFollowerEvent: handle }),
    [Parts.uow, Tokens.handleFollowerEvent],
  );
  bind(Tokens.followerSweeps).toResolvedValue(
    (uow, handle, reportFault) => [sweepFollowerInbox({ uow, handleFollowerEvent: handle, reportFault })],
    [Parts.uow, Tokens.handleFollowerEvent, Parts.reportFault],
  );
  bind(Tokens.changeProfile).toResolvedValue(
    (uow, textCheck, ids, secrets) => changeProfile({ uow, textCheck, ids, secrets }),
    [Parts.uow, Parts.textCheck, Parts.ids, Parts.secrets],
  );
  bind(Tokens.changeAvatar).toResolvedValue(
    (uow, ids, secrets) => changeAvatar({ uow, ids, secrets }),
    [Parts.uow, Parts.ids, Parts.secrets],
  );
  bind(Tokens.removeAvatar).toResolvedValue((uow, ids) => removeAvatar({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.readAvatar).toResolvedValue((uow) => readAvatar({ uow }), [Parts.uow]);
});
