import { Argument, type Command } from 'commander';
import { type ChangeServiceOutcome, changeService } from '../../../application/keyvault/change-service.ts';
import { showService } from '../../../application/keyvault/list-services.ts';
import type { Network } from '../../../domain/keyvault/network.ts';
import type { ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import { OPERATIONS, type Service } from '../../../domain/keyvault/service.ts';
import type { ServiceChange } from '../../../domain/keyvault/service-change.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME, type Operations, readNetworks, readOperations, readReturnOrigins } from './options.ts';
import { AccessShape, accessJson } from './service-json.ts';
import { accessOf } from './service-text.ts';

/** What a service may do, and where from. */
export function registerAccess(services: Command): void {
  const operations = (verb: string, example: string): Command =>
    withExamples(services.command(verb), example)
      .argument(...NAME)
      .argument('<operation...>', `${OPERATIONS.join(', ')}; or all`, readOperations);
  const allow = operations('allow', 'services allow vision usage holds').description(
    'let it do this too, from its next request on',
  );
  answersService(allow, (_name: string, allowed: Operations) => ({ allow: allowed }));
  const deny = operations('deny', 'services deny vision keys').description(
    'take this from it, from its next request on',
  );
  answersService(deny, (_name: string, denied: Operations) => ({ deny: denied }));
  const networks = withExamples(
    services.command('networks'),
    'services networks vision',
    'services networks vision 10.0.0.0/8 192.0.2.1',
    'services networks vision --anywhere',
  )
    .argument(...NAME)
    .argument('[cidr...]', 'all of them: they take the place of those before', readNetworks)
    .description('where its requests may come from; without a range it only says what holds')
    .option('--anywhere', 'from everywhere');
  answersService(networks, (_name: string, ranges: readonly Network[], { anywhere }: { readonly anywhere?: true }) => {
    if (anywhere && ranges.length > 0) throw new UsageError('say ranges or --anywhere');
    if (anywhere) return { networks: null };
    return ranges.length > 0 ? { networks: ranges } : null;
  });
}

/** Where the checkouts of a service lead back to. */
export function registerReturns(services: Command): void {
  const returns = withExamples(
    services.command('returns'),
    'services returns shop https://shop.example.com',
    'services returns shop --none',
  )
    .argument(...NAME)
    .argument('[origin...]', 'all of them: they take the place of those before', readReturnOrigins)
    .description('where its checkouts may send users back to; without an origin it only says what holds')
    .option('--none', 'nowhere');
  answersService(returns, (_name: string, origins: readonly ReturnOrigin[], { none }: { readonly none?: true }) => {
    if (none && origins.length > 0) throw new UsageError('say origins or --none');
    return none || origins.length > 0 ? { returnOrigins: origins } : null;
  });
}

/** Whether a service may call at all, and whether it has to sign. */
export function registerSwitches(services: Command): void {
  const switched = (verb: string, description: string, enabled: boolean): void => {
    const command = withExamples(services.command(verb), `services ${verb} vision`).argument(...NAME);
    answersService(command.description(description), () => ({ enabled }));
  };
  switched('disable', 'refuse it, from its next request on', false);
  switched('enable', 'let it in again, with the tokens that still count', true);
  const sign = withExamples(services.command('sign'), 'services sign vision on')
    .argument(...NAME)
    .addArgument(new Argument('<on-or-off>', 'on refuses what it does not sign').choices(['on', 'off']))
    .description('whether its requests have to be signed');
  answersService(sign, (_name: string, on: 'on' | 'off') => ({ requiresSignature: on === 'on' }));
}

/** Of the arguments as commander gives them: those of the command line, then the options. */
type ReadChange = (name: string, ...rest: never[]) => ServiceChange | null;

/** Changes what the command line says, nothing if that is null, and tells what holds then. */
function answersService(command: Command, read: ReadChange): void {
  command.option(...BY);
  const tell = answersJson(command, AccessShape);
  command.action((name: string, ...rest: unknown[]) => {
    const wanted = read(name, ...(rest as never[]));
    const { by } = command.opts<SaidBy>();
    return withDatabase(async (tools) => {
      const service = wanted ? await change(tools, name, wanted, by) : await find(tools, name);
      tell(accessJson(service), () => describe(service));
    });
  });
}

async function change(tools: Tools, name: string, wanted: ServiceChange, by: string | undefined): Promise<Service> {
  const outcome: ChangeServiceOutcome = await changeService({ ...tools, by: byOperator(by) })(name, wanted);
  switch (outcome.kind) {
    case 'changed':
      return outcome.service;
    case 'unknown_service':
      throw noSuchService(name);
    case 'no_live_secret':
      throw new ExpectedFailure(
        `${name} has nothing to sign with; first: seahorse services secret ${JSON.stringify(name)}`,
      );
  }
}

async function find(tools: Tools, name: string): Promise<Service> {
  const shown = await showService(tools)(name);
  if (!shown) throw noSuchService(name);
  return shown.service;
}

const describe = (service: Service): string =>
  [
    `${service.name}  ${service.enabled ? 'enabled' : 'disabled'}`,
    ...accessOf(service).map(([name, value]) => `${name} ${value}`),
  ].join('  ');
