import type { Command } from 'commander';
import { listServices, showService } from '../../../application/keyvault/list-services.ts';
import { withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME } from './options.ts';
import { serviceJson } from './service-json.ts';
import { lineOf, linesOf } from './service-text.ts';

type Said = { readonly json?: true };

export function registerList(services: Command): void {
  services
    .command('list')
    .description('all services, by name, with how many of their tokens and secrets count')
    .option('--json', 'for programs')
    .action(({ json }: Said) =>
      withDatabase(async (tools) => {
        const listed = await listServices(tools)();
        if (json) console.log(JSON.stringify(listed.map(serviceJson), null, 2));
        else for (const each of listed) console.log(lineOf(each));
      }),
    );
}

export function registerShow(services: Command): void {
  services
    .command('show')
    .argument(...NAME)
    .description('one service, with the hints of its tokens and the ids of its secrets; neither can be shown again')
    .option('--json', 'for programs')
    .action((name: string, { json }: Said) =>
      withDatabase(async (tools) => {
        const shown = await showService(tools)(name);
        if (!shown) throw noSuchService(name);
        console.log(json ? JSON.stringify(serviceJson(shown), null, 2) : linesOf(shown).join('\n'));
      }),
    );
}
