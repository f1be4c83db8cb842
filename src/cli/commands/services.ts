import type { Command } from 'commander';
import { createService } from '../../application/keyvault/create-service.ts';
import { UsageError } from './usage-error.ts';
import { withDatabase } from './with-database.ts';

const LONGEST_NAME = 64;

export function registerServices(program: Command): void {
  program
    .command('services')
    .description('backend services that may use the internal API')
    .command('create')
    .argument('<name>', 'a name for people to recognise it by')
    .description('make a token; it is shown now and never again')
    .action((given: string) =>
      withDatabase(async (tools) => {
        const name = given.trim();
        if (name === '' || name.length > LONGEST_NAME)
          throw new UsageError(`a name has 1 to ${LONGEST_NAME} characters`);
        const outcome = await createService(tools)(name);
        if (outcome.kind === 'name_taken') throw new UsageError(`there is a service called ${name} already`);
        console.log(outcome.token);
      }),
    );
}
