import type { Command } from 'commander';
import { rotateWebhookSecret } from '../../../application/webhooks/rotate-webhook-secret.ts';
import { USUAL_GRACE_MS } from '../../../domain/keyvault/credential.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { withExamples } from '../../face/examples.ts';
import { readGrace } from '../services/options.ts';
import { noSuchEndpoint } from './explain-refusal.ts';
import { BY, ENDPOINT, JSON_OPTION, type SaidBy } from './options.ts';
import { sealOf, withWebhooks } from './webhook-tools.ts';

export function registerRotate(webhooks: Command): void {
  const rotate = withExamples(
    webhooks.command('rotate'),
    'webhooks rotate whk_0192…',
    'webhooks rotate whk_0192… --grace 0',
  );
  const grace = rotate.createOption(
    '--grace <time>',
    'how long the earlier secret still signs too, such as 0, 30m or 7d',
  );
  rotate
    .argument(...ENDPOINT)
    .description('make another secret, which is printed now and never again')
    .addOption(grace.argParser(readGrace).default(USUAL_GRACE_MS, '24h'))
    .option(...BY)
    .option(...JSON_OPTION)
    .action((id: WebhookEndpointId, { grace: graceMs, by, json }: SaidBy & { readonly grace: number }) =>
      withWebhooks(by, async (tools) => {
        const outcome = await rotateWebhookSecret({ ...tools, serviceSeal: await sealOf(tools) })(id, graceMs);
        if (outcome.kind === 'unknown_endpoint') throw noSuchEndpoint(id);
        const { secret, earlierEndAt } = outcome;
        if (json) return console.log(JSON.stringify({ secret, earlier_end_at: earlierEndAt }, null, 2));
        console.log(secret);
        console.error(
          graceMs === 0
            ? 'the earlier secret has ended'
            : `the earlier secret signs until ${earlierEndAt.toISOString()}`,
        );
      }),
    );
}
