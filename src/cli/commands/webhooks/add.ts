import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { addEndpoint } from '../../../application/webhooks/add-endpoint.ts';
import { inOrder } from '../../../domain/webhooks/endpoint.ts';
import type { HeardType } from '../../../domain/webhooks/event.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { openServiceSeal } from '../../system/service-seal.ts';
import { NO_ROOT } from '../services/credentials.ts';
import { noSuchService } from '../services/no-such-service.ts';
import { readName } from '../services/options.ts';
import { endpointJson } from './endpoint-text.ts';
import { refusalOf } from './explain-refusal.ts';
import { BY, EVENTS, JSON_OPTION, type SaidBy } from './options.ts';
import { withWebhooks } from './webhook-tools.ts';

type Options = SaidBy & { readonly event?: readonly HeardType[]; readonly everyone?: true };

export function registerAdd(webhooks: Command): void {
  withExamples(
    webhooks.command('add'),
    'webhooks add vision https://product.example/webhooks',
    'webhooks add books https://books.example/in --event order.paid,order.refunded --everyone --by alice',
  )
    .argument('<service>', 'whose endpoint it is', readName)
    .argument('<url>', 'where its events go')
    .description('make an endpoint and its secret, which is printed now and never again')
    .option(...EVENTS)
    .option('--everyone', 'of all users and orders; by default of those that the service has mapped or sold to')
    .option(...BY)
    .option(...JSON_OPTION)
    .action((serviceName: string, url: string, { event, everyone, by, json }: Options) =>
      withWebhooks(by, async (tools) => {
        const events = event ? inOrder(event) : 'all';
        const wish = { serviceName, url, events, audience: everyone ? 'everyone' : 'own' } as const;
        const outcome = await addEndpoint({ ...tools, serviceSeal: await openServiceSeal(tools.config) })(wish);
        if (outcome.kind === 'root_secret_missing') throw new ExpectedFailure(NO_ROOT);
        if (outcome.kind === 'unknown_service') throw noSuchService(serviceName);
        if (outcome.kind !== 'added') throw refusalOf(outcome);
        const { endpoint, secret } = outcome;
        if (json) return console.log(JSON.stringify({ ...endpointJson(endpoint), secret }, null, 2));
        console.log(secret);
        console.error(
          `${publicId('whk', endpoint.id)} is told; try it: seahorse webhooks ping ${publicId('whk', endpoint.id)}`,
        );
      }),
    );
}
