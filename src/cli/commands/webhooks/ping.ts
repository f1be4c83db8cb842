import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { isTaken } from '../../../application/webhooks/note-outcome.ts';
import { pingEndpoint } from '../../../application/webhooks/ping-endpoint.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import type { SendOutcome } from '../../../domain/webhooks/webhook-sender.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { noSuchEndpoint } from './explain-refusal.ts';
import { BY, ENDPOINT, JSON_OPTION, type SaidBy } from './options.ts';
import { sealOf, withWebhooks } from './webhook-tools.ts';

export function registerPing(webhooks: Command): void {
  withExamples(webhooks.command('ping'), 'webhooks ping whk_0192…')
    .argument(...ENDPOINT)
    .description('send webhook.ping now, once, and print what becomes of it; exit status 1 unless it is taken')
    .option(...BY)
    .option(...JSON_OPTION)
    .action((id: WebhookEndpointId, { by, json }: SaidBy) =>
      withWebhooks(by, async (tools) => {
        const raiseAlarm = (alarm: string): void => console.error(`alarm: ${alarm}`);
        const outcome = await pingEndpoint({ ...tools, serviceSeal: await sealOf(tools), raiseAlarm })(id);
        if (outcome.kind === 'unknown_endpoint') throw noSuchEndpoint(id);
        if (outcome.kind !== 'pinged') throw new ExpectedFailure('its service is disabled: it is sent nothing');
        const shown = { delivery: publicId('dlv', outcome.delivery.id), ...outcomeJson(outcome.outcome) };
        console.log(json ? JSON.stringify(shown, null, 2) : Object.values(shown).filter(isSaid).join('  '));
        if (!isTaken(outcome.outcome)) throw new ExpectedFailure('the endpoint has not taken it');
      }),
    );
}

const isSaid = (value: unknown): boolean => value !== null && value !== '';

const outcomeJson = (outcome: SendOutcome) => ({
  status: outcome.kind === 'answered' ? outcome.status : null,
  fault: outcome.kind === 'answered' ? null : outcome.fault,
  duration_ms: outcome.durationMs,
  answer: outcome.kind === 'answered' ? outcome.excerpt : '',
});
