import { confirm, confirmByTyping } from '../system/confirm.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { UsageError } from './usage-error.ts';

/** For every command that does what cannot be taken back. */
export const YES = ['--yes', 'do not ask'] as const;
export const DRY_RUN = ['--dry-run', 'show what would be done, and do nothing'] as const;
/** Finishes what `approve` says of them. */
export const MOVES = 'moves money or points';

/**
 * Asks before something that cannot be taken back, unless `--yes` was said. Where nobody sits at a terminal, nothing is done:
 * `what` finishes "this …: run it with --yes". Where there is a `word`, a `y` is too quick for it: it has to be typed.
 */
export async function approve(yes: true | undefined, question: string, what: string, word?: string): Promise<void> {
  if (yes) return;
  const answer = word === undefined ? await confirm(question) : await confirmByTyping(question, word);
  if (answer === 'nobody_to_ask') throw new UsageError(`this ${what}: run it with --yes, or at a terminal`);
  if (answer === 'no') throw new ExpectedFailure('nothing was changed');
}
