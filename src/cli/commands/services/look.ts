import type { Command } from 'commander';
import { z } from 'zod';
import { listServices, showService } from '../../../application/keyvault/list-services.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME } from './options.ts';
import { ServiceShape, serviceJson } from './service-json.ts';
import { lineOf, linesOf } from './service-text.ts';

export function registerList(services: Command): void {
  const command = withExamples(services.command('list'), 'services list', 'services list --json').description(
    'all services, by name, with how many of their tokens and secrets count',
  );
  const tell = answersJson(command, z.array(ServiceShape));
  command.action(() =>
    withDatabase(async (tools) => {
      const listed = await listServices(tools)();
      tell(listed.map(serviceJson), () => listed.map(lineOf).join('\n'));
    }),
  );
}

export function registerShow(services: Command): void {
  const command = withExamples(services.command('show'), 'services show vision')
    .argument(...NAME)
    .description('one service, with the hints of its tokens and the ids of its secrets; neither can be shown again');
  const tell = answersJson(command, ServiceShape);
  command.action((name: string) =>
    withDatabase(async (tools) => {
      const shown = await showService(tools)(name);
      if (!shown) throw noSuchService(name);
      tell(serviceJson(shown), () => linesOf(shown).join('\n'));
    }),
  );
}
