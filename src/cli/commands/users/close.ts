import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { lookAtClosing } from '../../../application/identity/look-at-closing.ts';
import { rehearse } from '../../../application/ledger/rehearse.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, YES } from '../approve.ts';
import { ownedEntryLine } from '../ledger/entry-text.ts';
import { readReason, readUser, USER } from '../ledger/read-options.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { type ClosingWish, closeUser, rehearsedIn } from './close-user.ts';
import { type ClosingResult, ClosingShape, closingJson, describeEnd, describeView } from './closing-text.ts';

type Options = SaidBy & {
  readonly now?: true;
  readonly waivePoints?: true;
  readonly reason: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
};

export function registerClose(users: Command): void {
  const command = withExamples(
    users.command('close'),
    'users close usr_0192… --reason 用户来电',
    'users close usr_0192… --now --waive-points --reason 用户来电 --dry-run',
  )
    .argument(...USER, readUser)
    .description(
      'close the account (注销): keys off at once, personal data gone when its time is over; the ledger stays',
    )
    .option('--now', 'without the days in which the user could take it back')
    .option('--waive-points', 'the user gives up the paid points that are left')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY)
    .option('--dry-run', 'show what would happen, line by line, or what stands in the way, and change nothing')
    .option(...YES);
  const tell = answersJson(command, ClosingShape);
  command.action((userId: UserId, options: Options) => {
    const wish = { ...options, userId, by: byOperator(options.by) };
    return withDatabase(async (tools) => {
      const { dryRun, yes, json } = options;
      const view = await lookAtClosing({ ...tools, closingDays: tools.config.accountClosingDays })(userId);
      if (!view) throw new ExpectedFailure(`there is no user ${publicId('usr', userId)}`);
      if (!json) console.log(describeView(view));
      if (!dryRun) await approve(yes, questionOf(wish), 'closes an account');
      const result = { userId, view, ...(await carryOut(tools, wish, dryRun)) };
      tell(closingJson(result), () => wordsOf(result).join('\n'));
    });
  });
}

const questionOf = ({ now }: ClosingWish): string => (now ? 'Close this account for good?' : 'Close this account?');

async function carryOut(
  tools: Tools,
  wish: ClosingWish,
  dryRun = false,
): Promise<Omit<ClosingResult, 'userId' | 'view'>> {
  if (!dryRun) return { ...(await closeUser(tools, wish)), entries: null };
  const { outcome, entries } = await rehearse(tools, (uow) => rehearsedIn(uow, tools, wish));
  return { ...outcome, entries };
}

const wordsOf = (result: ClosingResult): string[] =>
  result.entries === null
    ? [describeEnd(result)]
    : [...result.entries.map(ownedEntryLine), `dry run: ${describeEnd(result)}; nothing was changed`];
