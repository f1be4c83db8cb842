import type { Command } from 'commander';
import { z } from 'zod';
import { listEndpoints, showEndpoint } from '../../../application/webhooks/list-endpoints.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { noSuchService } from '../services/no-such-service.ts';
import { readName } from '../services/options.ts';
import { withDatabase } from '../with-database.ts';
import { ListedEndpointShape, lineOf, linesOf, listedJson } from './endpoint-text.ts';
import { noSuchEndpoint } from './explain-refusal.ts';
import { ENDPOINT } from './options.ts';

export function registerList(webhooks: Command): void {
  const command = withExamples(webhooks.command('list'), 'webhooks list', 'webhooks list --service vision --json')
    .description('all endpoints, the oldest first')
    .option('--service <name>', 'of this service', readName);
  const tell = answersJson(command, z.array(ListedEndpointShape));
  command.action(({ service }: { readonly service?: string }) =>
    withDatabase(async (tools) => {
      const listed = await listEndpoints(tools)(service ?? null);
      if (!listed) throw noSuchService(service ?? '');
      tell(listed.map(listedJson), () => listed.map(lineOf).join('\n'));
    }),
  );
}

export function registerShow(webhooks: Command): void {
  const command = withExamples(webhooks.command('show'), 'webhooks show whk_0192…')
    .argument(...ENDPOINT)
    .description('one endpoint, with the times of its secrets; they cannot be shown again');
  const tell = answersJson(command, ListedEndpointShape);
  command.action((id: WebhookEndpointId) =>
    withDatabase(async (tools) => {
      const shown = await showEndpoint(tools)(id);
      if (!shown) throw noSuchEndpoint(id);
      tell(listedJson(shown), () => linesOf(shown).join('\n'));
    }),
  );
}
