import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type ReplayOutcome, replayDelivery, replayEndpoint } from '../../../application/webhooks/replay-deliveries.ts';
import type { WebhookDeliveryId, WebhookEndpointId } from '../../../domain/shared/ids.ts';
import type { DeliveryState } from '../../../domain/webhooks/delivery.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readSince } from '../read-since.ts';
import { UsageError } from '../usage-error.ts';
import { BY, JSON_OPTION, readDelivery, readEndpoint, type SaidBy, stateOption } from './options.ts';
import { type WebhookTools, withWebhooks } from './webhook-tools.ts';

type Options = SaidBy & {
  readonly endpoint?: WebhookEndpointId;
  readonly since?: (now: Date) => Date;
  readonly state?: DeliveryState;
};

export function registerReplay(webhooks: Command): void {
  withExamples(
    webhooks.command('replay'),
    'webhooks replay dlv_0192…',
    'webhooks replay --endpoint whk_0192… --since 24h --state failed',
  )
    .argument('[delivery]', 'dlv_…, as "log" shows it', readDelivery)
    .description('send again, with the same webhook-id, what may have been taken before; the workers do it')
    .option('--endpoint <endpoint>', 'all that went, or should have gone, to this one: whk_…', readEndpoint)
    .option(
      '--since <time>',
      'that happened since then: 30m, 24h or 7d ago, an instant, or a day in Beijing',
      readSince,
    )
    .addOption(stateOption('only these'))
    .option(...BY)
    .option(...JSON_OPTION)
    .action((id: WebhookDeliveryId | undefined, options: Options) =>
      withWebhooks(options.by, async (tools) => {
        const outcome = await replay(tools, id, options);
        report(outcome, options);
      }),
    );
}

function replay(
  tools: WebhookTools,
  id: WebhookDeliveryId | undefined,
  { endpoint: endpointId, since, state }: Options,
): Promise<ReplayOutcome> {
  if (id && !endpointId && !since && !state) return replayDelivery(tools)(id);
  if (!id && endpointId && since) return replayEndpoint(tools)({ endpointId, since, ...(state && { state }) });
  throw new UsageError('say a delivery, or --endpoint and --since');
}

function report(outcome: ReplayOutcome, { json }: Options): void {
  switch (outcome.kind) {
    case 'unknown_delivery':
      throw new ExpectedFailure('there is no such delivery; "seahorse webhooks log" names those of the last 30 days');
    case 'unknown_endpoint':
      throw new ExpectedFailure('there is no such endpoint; "seahorse webhooks list" names them all');
    case 'endpoint_disabled': {
      const name = publicId('whk', outcome.endpointId);
      throw new ExpectedFailure(
        `nothing is sent to ${name} while it is disabled; first: seahorse webhooks enable ${name}`,
      );
    }
    case 'replayed': {
      const { deliveries } = outcome;
      console.log(json ? JSON.stringify({ replayed: deliveries }) : `replayed: ${deliveries}`);
    }
  }
}
