import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { signOutUser } from '../../../application/identity/sign-out-user.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { answersJson, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readReason, readUser, USER } from '../ledger/read-options.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';

type Options = SaidBy & { readonly reason: string };

const SignedOutShape = z.strictObject({
  user: shownId('usr'),
  sessions: z.int().nonnegative().meta({ description: 'how many have ended' }),
});

export function registerSignOut(users: Command): void {
  const command = withExamples(users.command('sign-out'), 'users sign-out usr_0192… --reason 手机遗失')
    .argument(...USER, readUser)
    .description('end all sessions, from the next request on, such as after the loss of a phone; keys go on')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY);
  const tell = answersJson(command, SignedOutShape);
  command.action((userId: UserId, { reason, by }: Options) =>
    withDatabase(async (tools) => {
      const user = publicId('usr', userId);
      const outcome = await signOutUser({ ...tools, by: byOperator(by) })(userId, reason);
      if (outcome.kind === 'unknown_user') throw new ExpectedFailure(`there is no user ${user}`);
      const { sessions } = outcome;
      tell({ user, sessions }, () => `${user}  ${sessions} ${sessions === 1 ? 'session' : 'sessions'} ended`);
    }),
  );
}
