import type { Command } from 'commander';
import { z } from 'zod';
import { createService } from '../../../application/keyvault/create-service.ts';
import type { Network } from '../../../domain/keyvault/network.ts';
import type { ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import { OPERATIONS } from '../../../domain/keyvault/service.ts';
import { inOrder } from '../../../domain/keyvault/service-change.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { type Operations, readName, readNetworks, readOperations, readReturnOrigins } from './options.ts';
import { AccessShape, accessJson } from './service-json.ts';

type Options = SaidBy & {
  readonly allow?: Operations;
  readonly network?: readonly Network[];
  readonly sign?: boolean;
  readonly returns?: readonly ReturnOrigin[];
};

const CreatedShape = AccessShape.extend({ token: z.string().meta({ description: 'shown now and never again' }) });

export function registerCreate(services: Command): void {
  const command = withExamples(
    services.command('create'),
    'services create vision',
    'services create shop --allow checkout,external_users --network 10.0.0.0/8 --returns https://shop.example.com',
  )
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
    .option(...BY);
  const tell = answersJson(command, CreatedShape);
  command.action((name: string, { allow = 'all', network, sign = false, returns = [], by }: Options) =>
    withDatabase(async (tools) => {
      const operations = allow === 'all' ? allow : inOrder(allow);
      const terms = { operations, networks: network ?? null, requiresSignature: sign, returnOrigins: returns };
      const outcome = await createService({ ...tools, by: byOperator(by) })(name, terms);
      if (outcome.kind === 'name_taken') throw new UsageError(`there is a service called ${name} already`);
      const { service, token } = outcome;
      tell(
        { ...accessJson(service), token },
        () => token,
        () => (sign ? `${name} is refused until it signs: seahorse services secret ${JSON.stringify(name)}` : null),
      );
    }),
  );
}
