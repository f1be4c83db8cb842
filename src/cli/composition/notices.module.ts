import { ContainerModule } from 'inversify';
import { acceptMessages, listSubscriptions } from '../../application/identity/accept-messages.ts';
import { noticeExpiringPoints } from '../../application/identity/notice-expiring-points.ts';
import { noticeLowPoints } from '../../application/identity/notice-low-points.ts';
import { sendNotices } from '../../application/identity/send-notices.ts';
import { Parts, Tokens } from './tokens.ts';

/** The part of Identity that tells users something in WeChat (订阅消息). */
export const noticesModule = new ContainerModule(({ bind }) => {
  bind(Tokens.listSubscriptions).toResolvedValue(
    (uow, noticeSender) => listSubscriptions({ uow, noticeSender }),
    [Parts.uow, Parts.noticeSender],
  );
  bind(Tokens.acceptMessages).toResolvedValue(
    (uow, noticeSender) => acceptMessages({ uow, noticeSender }),
    [Parts.uow, Parts.noticeSender],
  );
  bind(Tokens.noticeSweeps).toResolvedValue(
    (uow, ids, noticeSender, lowPointsLevels, pointsExpiringDays, reportFault) => [
      sendNotices({ uow, noticeSender, reportFault }),
      noticeLowPoints({ uow, ids, noticeSender, lowPointsLevels, reportFault }),
      noticeExpiringPoints({ uow, ids, noticeSender, pointsExpiringDays, reportFault }),
    ],
    [Parts.uow, Parts.ids, Parts.noticeSender, Parts.lowPointsLevels, Parts.pointsExpiringDays, Parts.reportFault],
  );
});
