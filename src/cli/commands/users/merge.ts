import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import {
  type ByOperator,
  type Merged,
  type MergeOptions,
  type MergeOutcome,
  mergeUsers,
} from '../../../application/identity/merge-users.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { confirm } from '../../system/confirm.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readUser } from '../ledger/read-options.ts';
import { operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { explainObstacle } from './explain-obstacle.ts';

type Options = MergeOptions & { readonly by?: string; readonly yes?: true };

export function registerMerge(users: Command): void {
  users
    .command('merge')
    .argument('<from>', 'usr_…, who goes', readUser)
    .argument('<into>', 'usr_…, who stays', readUser)
    .description('make two users of one person one: points and WeChat identities come over')
    .option('--dry-run', 'show what would come over, or what stands in the way, and change nothing')
    .option('--end-keys', 'disable the API keys of the user who goes')
    .option('--by <name>', 'who does it; SEAHORSE_OPERATOR, or the login name, by default')
    .option('--yes', 'do not ask')
    .action(async (from: UserId, into: UserId, { by, yes, ...options }: Options) => {
      const operator: ByOperator = { actor: { kind: 'operator', name: operatorName(by) }, requestId: null };
      await withDatabase(async (tools) => {
        const merge = async (wanted: MergeOptions) => possible(await mergeUsers(tools)(from, into, operator, wanted));
        const preview = await merge({ ...options, dryRun: true });
        for (const line of describe(preview, from, into)) console.log(line);
        if (options.dryRun) return console.log('dry run: nothing was changed');
        if (!yes) await approve();
        const { transfer } = await merge(options);
        console.log(`merged: ${transfer.points} points came over`);
      });
    });
}

function possible(outcome: MergeOutcome): Merged {
  if (outcome.kind === 'merged') return outcome;
  const reasons = outcome.obstacles.map(explainObstacle);
  throw new ExpectedFailure(['the two cannot be merged now', ...reasons].join('\n  '));
}

function describe({ transfer, identities, endedKeys, ordersLeft }: Merged, from: UserId, into: UserId): string[] {
  const [goes, stays] = [publicId('usr', from), publicId('usr', into)];
  return [
    `${goes} becomes ${stays}, for good:`,
    `  ${transfer.points} points come over, as bonus points that expire as before`,
    ...transfer.portions.map(({ points, expiresAt }) => `    ${points} until ${expiresAt.toISOString()}`),
    `  ${identities} WeChat ${identities === 1 ? 'identity comes' : 'identities come'} over; sessions end`,
    ...(endedKeys > 0 ? [`  ${endedKeys} API ${endedKeys === 1 ? 'key is' : 'keys are'} disabled`] : []),
    ...(ordersLeft > 0 ? leftBehind(ordersLeft, goes) : []),
  ];
}

const leftBehind = (orders: number, goes: string): string[] => [
  `  ${orders} ${orders === 1 ? 'order stays' : 'orders stay'} with ${goes}, with its invoices and its part of the statement:`,
  '    a refund of one finds no points there any more. Money that has to go back is sent in another way, and',
  `    points that come to ${goes} later are moved with "seahorse ledger adjust"`,
];

async function approve(): Promise<void> {
  const answer = await confirm('Merge them?');
  if (answer === 'nobody_to_ask') throw new UsageError('this cannot be undone: run it with --yes, or at a terminal');
  if (answer === 'no') throw new ExpectedFailure('nothing was changed');
}
