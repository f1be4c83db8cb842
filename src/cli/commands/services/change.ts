import { Argument, type Command } from 'commander';
import type { Network } from '../../../domain/keyvault/network.ts';
import type { ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import { OPERATIONS } from '../../../domain/keyvault/service.ts';
import { withExamples } from '../../face/examples.ts';
import { UsageError } from '../usage-error.ts';
import { answersAccess } from './answers-access.ts';
import { NAME, type Operations, readNetworks, readOperations, readReturnOrigins } from './options.ts';

/** What a service may do, and where from. */
export function registerAccess(services: Command): void {
  const operations = (verb: string, example: string): Command =>
    withExamples(services.command(verb), example)
      .argument(...NAME)
      .argument('<operation...>', `${OPERATIONS.join(', ')}; or all`, readOperations);
  const allow = operations('allow', 'services allow vision usage holds').description(
    'let it do this too, from its next request on',
  );
  answersAccess(allow, (_name: string, allowed: Operations) => ({ allow: allowed }));
  const deny = operations('deny', 'services deny vision keys').description(
    'take this from it, from its next request on',
  );
  answersAccess(deny, (_name: string, denied: Operations) => ({ deny: denied }));
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
  answersAccess(networks, (_name: string, ranges: readonly Network[], { anywhere }: { readonly anywhere?: true }) => {
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
  answersAccess(returns, (_name: string, origins: readonly ReturnOrigin[], { none }: { readonly none?: true }) => {
    if (none && origins.length > 0) throw new UsageError('say origins or --none');
    return none || origins.length > 0 ? { returnOrigins: origins } : null;
  });
}

/** Whether a service may call at all, and whether it has to sign. */
export function registerSwitches(services: Command): void {
  const switched = (verb: string, description: string, enabled: boolean): void => {
    const command = withExamples(services.command(verb), `services ${verb} vision`).argument(...NAME);
    answersAccess(command.description(description), () => ({ enabled }));
  };
  switched('disable', 'refuse it, from its next request on', false);
  switched('enable', 'let it in again, with the tokens that still count', true);
  const sign = withExamples(services.command('sign'), 'services sign vision on')
    .argument(...NAME)
    .addArgument(new Argument('<on-or-off>', 'on refuses what it does not sign').choices(['on', 'off']))
    .description('whether its requests have to be signed');
  answersAccess(sign, (_name: string, on: 'on' | 'off') => ({ requiresSignature: on === 'on' }));
}
