import type { Command } from 'commander';
import { changeEndpoint } from '../../../application/webhooks/change-endpoint.ts';
import { removeEndpoint } from '../../../application/webhooks/remove-endpoint.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { type EndpointChange, inOrder } from '../../../domain/webhooks/endpoint.ts';
import type { HeardType } from '../../../domain/webhooks/event.ts';
import { withExamples } from '../../face/examples.ts';
import { UsageError } from '../usage-error.ts';
import { endpointJson } from './endpoint-text.ts';
import { noSuchEndpoint, refusalOf } from './explain-refusal.ts';
import { BY, ENDPOINT, EVENTS, JSON_OPTION, type SaidBy } from './options.ts';
import { withWebhooks } from './webhook-tools.ts';

type Options = SaidBy & {
  readonly url?: string;
  readonly event?: readonly HeardType[];
  readonly allEvents?: true;
  readonly everyone?: true;
  readonly own?: true;
};

export function registerChange(webhooks: Command): void {
  withExamples(
    webhooks.command('change'),
    'webhooks change whk_0192… --url https://product.example/v2/webhooks',
    'webhooks change whk_0192… --event order.paid --own',
  )
    .argument(...ENDPOINT)
    .description('what is named, from the next event on; what waits goes to the new address')
    .option('--url <url>', 'where its events go')
    .option(EVENTS[0], 'only these', EVENTS[2])
    .option('--all-events', 'everything, also what is to come')
    .option('--everyone', 'of all users and orders')
    .option('--own', 'of those that the service has mapped or sold to')
    .option(...BY)
    .option(...JSON_OPTION)
    .action((id: WebhookEndpointId, options: Options) => change(id, changeIn(options), options));
}

export function registerSwitches(webhooks: Command): void {
  const switched = (verb: string, description: string, enabled: boolean): unknown =>
    withExamples(webhooks.command(verb), `webhooks ${verb} whk_0192…`)
      .argument(...ENDPOINT)
      .description(description)
      .option(...BY)
      .option(...JSON_OPTION)
      .action((id: WebhookEndpointId, said: SaidBy) => change(id, { enabled }, said));
  switched('enable', 'send to it again; what was cancelled is not sent unless it is replayed', true);
  switched('disable', 'send nothing to it any more; what waits is cancelled, and can be replayed', false);
}

export function registerRemove(webhooks: Command): void {
  withExamples(webhooks.command('remove'), 'webhooks remove whk_0192…')
    .argument(...ENDPOINT)
    .description('for good, with its secrets and its log; "disable" keeps both')
    .option(...BY)
    .option(...JSON_OPTION)
    .action((id: WebhookEndpointId, { by, json }: SaidBy) =>
      withWebhooks(by, async (tools) => {
        const { kind } = await removeEndpoint(tools)(id);
        if (kind === 'unknown_endpoint') throw noSuchEndpoint(id);
        console.log(json ? JSON.stringify({ removed: true }) : 'removed');
      }),
    );
}

function changeIn({ url, event, allEvents, everyone, own }: Options): EndpointChange {
  if (event && allEvents) throw new UsageError('say --event or --all-events');
  if (everyone && own) throw new UsageError('say --everyone or --own');
  const change: EndpointChange = {
    ...(url !== undefined && { url }),
    ...(event && { events: inOrder(event) }),
    ...(allEvents && { events: 'all' as const }),
    ...(everyone && { audience: 'everyone' as const }),
    ...(own && { audience: 'own' as const }),
  };
  if (Object.keys(change).length > 0) return change;
  throw new UsageError('say what changes: --url, --event, --all-events, --everyone or --own');
}

const change = (id: WebhookEndpointId, wanted: EndpointChange, { by, json }: SaidBy): Promise<void> =>
  withWebhooks(by, async (tools) => {
    const outcome = await changeEndpoint(tools)(id, wanted);
    if (outcome.kind === 'unknown_endpoint') throw noSuchEndpoint(id);
    if (outcome.kind !== 'changed') throw refusalOf(outcome);
    const { endpoint, cancelled } = outcome;
    const shown = endpointJson(endpoint);
    if (json) return console.log(JSON.stringify({ ...shown, cancelled }, null, 2));
    const words = [
      shown.id,
      endpoint.enabled ? 'enabled' : 'disabled',
      shown.audience,
      String(shown.events),
      shown.url,
    ];
    console.log(words.join('  '));
    if (cancelled > 0) console.error(`cancelled: ${cancelled}`);
  });
