import { confirm, confirmByTyping } from '../system/confirm.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { UsageError } from './usage-error.ts';

/** What moves money or points is said twice: by `--yes`, or at the terminal, where `word` has to be typed if there is one. */
export async function askFirst(yes: true | undefined, question: string, word?: string): Promise<void> {
  if (yes) return;
  const answer = word === undefined ? await confirm(question) : await confirmByTyping(question, word);
  if (answer === 'nobody_to_ask') {
    throw new UsageError(
      'this moves money or points: run it with --yes, or at a terminal; --dry-run shows what it does',
    );
  }
  if (answer === 'no') throw new ExpectedFailure('nothing was changed');
}

export const YES = ['--yes', 'do not ask'] as const;
export const DRY_RUN = ['--dry-run', 'show what would be done, and do nothing'] as const;
export const BY = ['--by <name>', 'who does it; SEAHORSE_OPERATOR, or the login name, by default'] as const;
