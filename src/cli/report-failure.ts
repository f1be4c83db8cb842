import { CommanderError } from 'commander';
import { DifferencesFound } from './commands/differences-found.ts';
import { UsageError } from './commands/usage-error.ts';
import { ExpectedFailure } from './system/expected-failure.ts';

const FAILURE = 1;
const USAGE = 2;
const DIFFERENCES = 3;

/** Says what went wrong, as far as nobody has said it yet, and gives the exit status. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof DifferencesFound) {
    console.error(`seahorse: ${error.message}`);
    return DIFFERENCES;
  }
  if (error instanceof UsageError || error instanceof ExpectedFailure) {
    console.error(`seahorse: ${error.message}`);
    return error instanceof UsageError ? USAGE : FAILURE;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return FAILURE;
}
