import type { Command } from 'commander';
import { z } from 'zod';
import { changeEndpoint } from '../../../application/webhooks/change-endpoint.ts';
import { removeEndpoint } from '../../../application/webhooks/remove-endpoint.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { type EndpointChange, inOrder } from '../../../domain/webhooks/endpoint.ts';
import type { HeardType } from '../../../domain/webhooks/event.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { approve, YES } from '../approve.ts';
import { BY, type SaidBy } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { EndpointShape, endpointJson } from './endpoint-text.ts';
import { noSuchEndpoint, refusalOf } from './explain-refusal.ts';
import { ENDPOINT, EVENTS } from './options.ts';
import { withWebhooks } from './webhook-tools.ts';

type Options = SaidBy & {
  readonly url?: string;
  readonly event?: readonly HeardType[];
  readonly allEvents?: true;
  readonly everyone?: true;
  readonly own?: true;
};

export function registerChange(webhooks: Command): void {
  const command = withExamples(
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
    .option(...BY);
  answersChange(command, changeIn);
}

export function registerSwitches(webhooks: Command): void {
  const switched = (verb: string, description: string, enabled: boolean): void => {
    const command = withExamples(webhooks.command(verb), `webhooks ${verb} whk_0192…`)
      .argument(...ENDPOINT)
      .description(description)
      .option(...BY);
    answersChange(command, () => ({ enabled }));
  };
  switched('enable', 'send to it again; what was cancelled is not sent unless it is replayed', true);
  switched('disable', 'send nothing to it any more; what waits is cancelled, and can be replayed', false);
}

export function registerRemove(webhooks: Command): void {
  const command = withExamples(webhooks.command('remove'), 'webhooks remove whk_0192… --yes')
    .argument(...ENDPOINT)
    .description('for good, with its secrets and its log; "disable" keeps both')
    .option(...BY)
    .option(...YES);
  const tell = answersJson(command, z.strictObject({ removed: z.literal(true) }));
  command.action(async (id: WebhookEndpointId, { by, yes }: SaidBy & { readonly yes?: true }) => {
    await approve(yes, 'Remove it for good?', 'removes an endpoint for good');
    await withWebhooks(by, async (tools) => {
      const { kind } = await removeEndpoint(tools)(id);
      if (kind === 'unknown_endpoint') throw noSuchEndpoint(id);
      tell({ removed: true }, () => 'removed');
    });
  });
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

const ChangedShape = EndpointShape.extend({
  cancelled: z.int().meta({ description: 'how many deliveries that waited are cancelled' }),
});

function answersChange(command: Command, read: (options: Options) => EndpointChange): void {
  const tell = answersJson(command, ChangedShape);
  command.action((id: WebhookEndpointId, options: Options) => {
    const wanted = read(options);
    return withWebhooks(options.by, async (tools) => {
      const outcome = await changeEndpoint(tools)(id, wanted);
      if (outcome.kind === 'unknown_endpoint') throw noSuchEndpoint(id);
      if (outcome.kind !== 'changed') throw refusalOf(outcome);
      const { cancelled } = outcome;
      const shown = endpointJson(outcome.endpoint);
      const state = shown.enabled ? 'enabled' : 'disabled';
      tell(
        { ...shown, cancelled },
        () => [shown.id, state, shown.audience, String(shown.events), shown.url].join('  '),
        () => (cancelled > 0 ? `cancelled: ${cancelled}` : null),
      );
    });
  });
}
