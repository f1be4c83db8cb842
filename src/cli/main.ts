import { CommanderError } from 'commander';
import { UsageError } from './commands/usage-error.ts';
import { buildProgram } from './program.ts';
import { ExpectedFailure } from './system/expected-failure.ts';

const FAILURE = 1;
const USAGE = 2;

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : USAGE);
  if (error instanceof UsageError) {
    console.error(`seahorse: ${error.message}`);
    process.exit(USAGE);
  }
  if (error instanceof ExpectedFailure) {
    console.error(`seahorse: ${error.message}`);
    process.exit(FAILURE);
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(FAILURE);
}
