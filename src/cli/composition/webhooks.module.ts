import { ContainerModule } from 'inversify';
import { addEndpoint } from '../../application/webhooks/add-endpoint.ts';
import { forgetWebhooks } from '../../application/webhooks/forget-webhooks.ts';
import { relayWebhooks } from '../../application/webhooks/relay-webhooks.ts';
import { tellExpiringKeys } from '../../application/webhooks/tell-expiring-keys.ts';
import { tellExpiringPoints } from '../../application/webhooks/tell-expiring-points.ts';
import { tellLowPoints } from '../../application/webhooks/tell-low-points.ts';
import { Parts, Tokens } from './tokens.ts';

/** The demo makes an endpoint of its own; otherwise they are an affair of the command line. */
const BY_THE_SYSTEM = { actor: { kind: 'system' }, requestId: null } as const;

/** What backend services are told. */
export const webhooksModule = new ContainerModule(({ bind }) => {
  bind(Tokens.addWebhookEndpoint).toResolvedValue(
    (uow, ids, secrets, serviceSeal, webhookSender) =>
      addEndpoint({ uow, ids, secrets, serviceSeal, webhookSender, by: BY_THE_SYSTEM }),
    [Parts.uow, Parts.ids, Parts.secrets, Parts.serviceSeal, Parts.webhookSender],
  );
  bind(Tokens.webhookSweeps).toResolvedValue(
    (uow, ids, secrets, serviceSeal, webhookSender, lowPointsLevels, pointsExpiringDays, raiseAlarm, reportFault) => [
      relayWebhooks({ uow, ids, secrets, serviceSeal, webhookSender, raiseAlarm, reportFault }),
      tellLowPoints({ uow, ids, lowPointsLevels }),
      tellExpiringPoints({ uow, ids, pointsExpiringDays }),
      tellExpiringKeys({ uow, ids, pointsExpiringDays }),
      forgetWebhooks({ uow }),
    ],
    [
      Parts.uow,
      Parts.ids,
      Parts.secrets,
      Parts.serviceSeal,
      Parts.webhookSender,
      Parts.lowPointsLevels,
      Parts.pointsExpiringDays,
      Parts.raiseAlarm,
      Parts.reportFault,
    ],
  );
});
