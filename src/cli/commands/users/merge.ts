import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type Merged, type MergeOutcome, mergeUsers } from '../../../application/identity/merge-users.ts';
import { rehearse } from '../../../application/ledger/rehearse.ts';
import type { UnitOfWork } from '../../../application/shared/unit-of-work.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, YES } from '../approve.ts';
import { ownedEntryLine } from '../ledger/entry-text.ts';
import { readReason, readUser } from '../ledger/read-options.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { explainObstacle } from './explain-obstacle.ts';
import { describeMerge, MergeShape, mergeJson } from './merge-text.ts';

type Options = SaidBy & {
  readonly reason: string;
  readonly endKeys?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: true;
  readonly json?: true;
};

export function registerMerge(users: Command): void {
  const command = withExamples(
    users.command('merge'),
    'users merge usr_0192… usr_0193… --reason 用户来电 --dry-run',
    'users merge usr_0192… usr_0193… --reason 用户来电 --end-keys --by alice --yes',
  )
    .argument('<from>', 'usr_…, who goes', readUser)
    .argument('<into>', 'usr_…, who stays', readUser)
    .description('make two users of one person one: points and WeChat identities come over')
    .option('--dry-run', 'show what would come over, line by line, or what stands in the way, and change nothing')
    .option('--end-keys', 'disable the API keys of the user who goes')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY)
    .option(...YES);
  const tell = answersJson(command, MergeShape);
  command.action((from: UserId, into: UserId, { by, yes, json, dryRun = false, endKeys = false, reason }: Options) => {
    const operator = byOperator(by);
    return withDatabase(async (tools) => {
      const merge = (uow: UnitOfWork) => mergeUsers({ ...tools, uow })(from, into, operator, { endKeys, reason });
      const { outcome, entries } = await rehearse(tools, merge);
      const foreseen = possible(outcome);
      const preview = describeMerge(foreseen, from, into);
      if (dryRun) {
        const lines = [...preview, ...entries.map(ownedEntryLine), 'dry run: nothing was changed'];
        return tell(mergeJson([from, into], foreseen, entries), () => lines.join('\n'));
      }
      if (!json) console.log(preview.join('\n'));
      await approve(yes, `Merge ${publicId('usr', from)} into ${publicId('usr', into)}?`, 'cannot be undone');
      const done = possible(await merge(tools.uow));
      tell(mergeJson([from, into], done, null), () => `merged: ${done.transfer.points} points came over`);
    });
  });
}

function possible(outcome: MergeOutcome): Merged {
  if (outcome.kind === 'merged') return outcome;
  const reasons = outcome.obstacles.map(explainObstacle);
  throw new ExpectedFailure(['the two cannot be merged now', ...reasons].join('\n  '));
}
