import { type Command, Option } from 'commander';
import { z } from 'zod';
import { listWebhookLog } from '../../../application/webhooks/list-webhook-log.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import type { DeliveryState } from '../../../domain/webhooks/delivery.ts';
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../../domain/webhooks/event.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { LIMIT } from '../read-limit.ts';
import { readSince } from '../read-since.ts';
import { withDatabase } from '../with-database.ts';
import { DeliveryShape, deliveryJson, linesOf } from './delivery-text.ts';
import { readEndpoint, stateOption } from './options.ts';

type Options = {
  readonly endpoint?: WebhookEndpointId;
  readonly state?: DeliveryState;
  readonly event?: WebhookEventType;
  readonly since?: (now: Date) => Date;
  readonly limit: number;
};

export function registerLog(webhooks: Command): void {
  const command = withExamples(
    webhooks.command('log'),
    'webhooks log --state failed --since 7d',
    'webhooks log --endpoint whk_0192… --event order.paid --limit 10 --json',
  )
    .description('what was sent, or is to be, with every try; newest first, for 30 days')
    .option('--endpoint <endpoint>', 'to this one, whk_…', readEndpoint)
    .addOption(stateOption('only these'))
    .addOption(new Option('--event <type>', 'only these').choices(WEBHOOK_EVENT_TYPES))
    .option('--since <time>', 'from 30m, 24h or 7d ago on, or from an instant, or day in Beijing', readSince)
    .option(...LIMIT);
  const tell = answersJson(command, z.array(DeliveryShape));
  command.action(({ endpoint, state, event, since, limit }: Options) =>
    withDatabase(async (tools) => {
      const named = {
        ...(endpoint && { endpointId: endpoint }),
        ...(state && { state }),
        ...(event && { type: event }),
      };
      const logged = await listWebhookLog(tools)({ ...named, ...(since && { since }) }, limit);
      tell(logged.map(deliveryJson), () => logged.flatMap(linesOf).join('\n'));
    }),
  );
}
