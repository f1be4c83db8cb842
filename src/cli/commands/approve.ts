import { confirm } from '../system/confirm.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { UsageError } from './usage-error.ts';

/** For every command that does what cannot be taken back. */
export const YES = ['--yes', 'do not ask'] as const;

/**
 * Asks before something that cannot be taken back, unless `--yes` was said. Where nobody sits at a terminal, nothing is done:
 * `what` finishes "this …: run it with --yes".
 */
export async function approve(yes: true | undefined, question: string, what: string): Promise<void> {
  if (yes) return;
  const answer = await confirm(question);
  if (answer === 'nobody_to_ask') throw new UsageError(`this ${what}: run it with --yes, or at a terminal`);
  if (answer === 'no') throw new ExpectedFailure('nothing was changed');
}
