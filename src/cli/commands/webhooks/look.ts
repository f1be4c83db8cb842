import type { Command } from 'commander';
import { listEndpoints, showEndpoint } from '../../../application/webhooks/list-endpoints.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { withExamples } from '../../face/examples.ts';
import { noSuchService } from '../services/no-such-service.ts';
import { readName } from '../services/options.ts';
import { withDatabase } from '../with-database.ts';
import { lineOf, linesOf, listedJson } from './endpoint-text.ts';
import { noSuchEndpoint } from './explain-refusal.ts';
import { ENDPOINT, JSON_OPTION, type Said } from './options.ts';

export function registerList(webhooks: Command): void {
  withExamples(webhooks.command('list'), 'webhooks list', 'webhooks list --service vision --json')
    .description('all endpoints, the oldest first')
    .option('--service <name>', 'of this service', readName)
    .option(...JSON_OPTION)
    .action(({ service, json }: Said & { readonly service?: string }) =>
      withDatabase(async (tools) => {
        const listed = await listEndpoints(tools)(service ?? null);
        if (!listed) throw noSuchService(service ?? '');
        if (json) console.log(JSON.stringify(listed.map(listedJson), null, 2));
        else for (const each of listed) console.log(lineOf(each));
      }),
    );
}

export function registerShow(webhooks: Command): void {
  withExamples(webhooks.command('show'), 'webhooks show whk_0192…')
    .argument(...ENDPOINT)
    .description('one endpoint, with the times of its secrets; they cannot be shown again')
    .option(...JSON_OPTION)
    .action((id: WebhookEndpointId, { json }: Said) =>
      withDatabase(async (tools) => {
        const shown = await showEndpoint(tools)(id);
        if (!shown) throw noSuchEndpoint(id);
        console.log(json ? JSON.stringify(listedJson(shown), null, 2) : linesOf(shown).join('\n'));
      }),
    );
}
