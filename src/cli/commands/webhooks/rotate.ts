import type { Command } from 'commander';
import { z } from 'zod';
import { rotateWebhookSecret } from '../../../application/webhooks/rotate-webhook-secret.ts';
import { USUAL_GRACE_MS } from '../../../domain/keyvault/credential.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { answersJson, instant } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { BY, type SaidBy } from '../operator-name.ts';
import { readGrace } from '../services/options.ts';
import { noSuchEndpoint } from './explain-refusal.ts';
import { ENDPOINT } from './options.ts';
import { sealOf, withWebhooks } from './webhook-tools.ts';

const RotatedShape = z.strictObject({
  secret: z.string().meta({ description: 'shown now and never again' }),
  earlier_end_at: instant.meta({ description: 'until then the secret of before signs, too' }),
});

export function registerRotate(webhooks: Command): void {
  const rotate = webhooks.command('rotate');
  const grace = rotate.createOption(
    '--grace <time>',
    'how long the earlier secret still signs too, such as 0, 30m or 7d',
  );
  withExamples(rotate, 'webhooks rotate whk_0192…', 'webhooks rotate whk_0192… --grace 0')
    .argument(...ENDPOINT)
    .description('make another secret, which is printed now and never again')
    .addOption(grace.argParser(readGrace).default(USUAL_GRACE_MS, '24h'))
    .option(...BY);
  const tell = answersJson(rotate, RotatedShape);
  rotate.action((id: WebhookEndpointId, { grace: graceMs, by }: SaidBy & { readonly grace: number }) =>
    withWebhooks(by, async (tools) => {
      const outcome = await rotateWebhookSecret({ ...tools, serviceSeal: await sealOf(tools) })(id, graceMs);
      if (outcome.kind === 'unknown_endpoint') throw noSuchEndpoint(id);
      const { secret, earlierEndAt } = outcome;
      const until = `the earlier secret signs until ${earlierEndAt.toISOString()}`;
      tell(
        { secret, earlier_end_at: earlierEndAt },
        () => secret,
        () => (graceMs === 0 ? 'the earlier secret has ended' : until),
      );
    }),
  );
}
