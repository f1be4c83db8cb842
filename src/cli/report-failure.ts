import { CommanderError } from 'commander';
import { Unavailable } from '../domain/shared/faults.ts';
import { DifferencesFound } from './commands/differences-found.ts';
import { UsageError } from './commands/usage-error.ts';
import { EXIT } from './face/exit-status.ts';
import { PartlyDone, RefusedByPolicy, TryLater } from './face/failures.ts';
import { ExpectedFailure } from './system/expected-failure.ts';

const STATUS_OF: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [DifferencesFound, EXIT.differences],
  [PartlyDone, EXIT.partly],
  [RefusedByPolicy, EXIT.refused],
  [TryLater, EXIT.tryLater],
  [Unavailable, EXIT.tryLater],
  [UsageError, EXIT.usage],
  [ExpectedFailure, EXIT.failed],
];

/** Says what went wrong, as far as nobody has said it yet, and gives the exit status. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const expected = STATUS_OF.find(([kind]) => error instanceof kind);
  if (expected) {
    console.error(`seahorse: ${(error as Error).message}`);
    return expected[1];
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return EXIT.failed;
}
