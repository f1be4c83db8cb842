import { Argument, type Command } from 'commander';
import { type ChangeServiceOutcome, changeService } from '../../../application/keyvault/change-service.ts';
import { showService } from '../../../application/keyvault/list-services.ts';
import type { Network } from '../../../domain/keyvault/network.ts';
import type { ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import { OPERATIONS } from '../../../domain/keyvault/service.ts';
import type { ServiceChange } from '../../../domain/keyvault/service-change.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { byOperator } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME, type Operations, readNetworks, readOperations, readReturnOrigins } from './options.ts';
import { accessOf } from './service-text.ts';

/** What a service may do, and where from. */
export function registerAccess(services: Command): void {
  const operations = (command: Command): Command =>
    command.argument(...NAME).argument('<operation...>', `${OPERATIONS.join(', ')}; or all`, readOperations);
  operations(services.command('allow'))
    .description('let it do this too, from its next request on')
    .action((name: string, allow: Operations) => withDatabase((tools) => change(tools, name, { allow })));
  operations(services.command('deny'))
    .description('take this from it, from its next request on')
    .action((name: string, deny: Operations) => withDatabase((tools) => change(tools, name, { deny })));
  services
    .command('networks')
    .argument(...NAME)
    .argument('[cidr...]', 'all of them: they take the place of those before', readNetworks)
    .description('where its requests may come from; without a range it only says what holds')
    .option('--anywhere', 'from everywhere')
    .action((name: string, ranges: readonly Network[], { anywhere }: { anywhere?: true }) => {
      if (anywhere && ranges.length > 0) throw new UsageError('say ranges or --anywhere');
      return withDatabase((tools) => {
        if (anywhere) return change(tools, name, { networks: null });
        return ranges.length > 0 ? change(tools, name, { networks: ranges }) : say(tools, name);
      });
    });
}

/** Where the checkouts of a service lead back to. */
export function registerReturns(services: Command): void {
  services
    .command('returns')
    .argument(...NAME)
    .argument('[origin...]', 'all of them: they take the place of those before', readReturnOrigins)
    .description('where its checkouts may send users back to; without an origin it only says what holds')
    .option('--none', 'nowhere')
    .action((name: string, origins: readonly ReturnOrigin[], { none }: { none?: true }) => {
      if (none && origins.length > 0) throw new UsageError('say origins or --none');
      return withDatabase((tools) =>
        none || origins.length > 0 ? change(tools, name, { returnOrigins: origins }) : say(tools, name),
      );
    });
}

/** Whether a service may call at all, and whether it has to sign. */
export function registerSwitches(services: Command): void {
  const switched = (verb: string, description: string, enabled: boolean): unknown =>
    services
      .command(verb)
      .argument(...NAME)
      .description(description)
      .action((name: string) => withDatabase((tools) => change(tools, name, { enabled })));
  switched('disable', 'refuse it, from its next request on', false);
  switched('enable', 'let it in again, with the tokens that still count', true);
  services
    .command('sign')
    .argument(...NAME)
    .addArgument(new Argument('<on-or-off>', 'on refuses what it does not sign').choices(['on', 'off']))
    .description('whether its requests have to be signed')
    .action((name: string, on: 'on' | 'off') =>
      withDatabase((tools) => change(tools, name, { requiresSignature: on === 'on' })),
    );
}

async function change(tools: Tools, name: string, wanted: ServiceChange): Promise<void> {
  const outcome: ChangeServiceOutcome = await changeService({ ...tools, by: byOperator() })(name, wanted);
  switch (outcome.kind) {
    case 'changed':
      return console.log(describe(outcome.service));
    case 'unknown_service':
      throw noSuchService(name);
    case 'no_live_secret':
      throw new ExpectedFailure(
        `${name} has nothing to sign with; first: seahorse services secret ${JSON.stringify(name)}`,
      );
  }
}

async function say(tools: Tools, name: string): Promise<void> {
  const shown = await showService(tools)(name);
  if (!shown) throw noSuchService(name);
  console.log(describe(shown.service));
}

const describe = (service: Parameters<typeof accessOf>[0]): string =>
  [
    `${service.name}  ${service.enabled ? 'enabled' : 'disabled'}`,
    ...accessOf(service).map(([name, value]) => `${name} ${value}`),
  ].join('  ');
