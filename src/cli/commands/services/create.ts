import type { Command } from 'commander';
import { createService } from '../../../application/keyvault/create-service.ts';
import type { Network } from '../../../domain/keyvault/network.ts';
import type { ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import { OPERATIONS } from '../../../domain/keyvault/service.ts';
import { inOrder } from '../../../domain/keyvault/service-change.ts';
import { byOperator } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { type Operations, readName, readNetworks, readOperations, readReturnOrigins } from './options.ts';

type Options = {
  readonly allow?: Operations;
  readonly network?: readonly Network[];
  readonly sign?: boolean;
  readonly returns?: readonly ReturnOrigin[];
};

export function registerCreate(services: Command): void {
  services
    .command('create')
    .argument('<name>', 'a name for people to recognise it by', readName)
    .description('make a service and its token, which is printed now and never again')
    .option('--allow <operation...>', `${OPERATIONS.join(', ')}; all by default`, readOperations)
    .option('--network <cidr...>', 'where its requests come from; anywhere by default', readNetworks)
    .option('--sign', 'refuse requests that it does not sign')
    .option(
      '--returns <origin...>',
      'where its checkouts may send users back to; nowhere by default',
      readReturnOrigins,
    )
    .action((name: string, { allow = 'all', network, sign = false, returns = [] }: Options) =>
      withDatabase(async (tools) => {
        const operations = allow === 'all' ? allow : inOrder(allow);
        const terms = { operations, networks: network ?? null, requiresSignature: sign, returnOrigins: returns };
        const outcome = await createService({ ...tools, by: byOperator() })(name, terms);
        if (outcome.kind === 'name_taken') throw new UsageError(`there is a service called ${name} already`);
        console.log(outcome.token);
        if (sign) console.error(`${name} is refused until it signs: seahorse services secret ${JSON.stringify(name)}`);
      }),
    );
}
