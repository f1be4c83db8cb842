import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { beginClosing } from '../../../application/identity/begin-closing.ts';
import { finishClosing } from '../../../application/identity/finish-closing.ts';
import { type ClosingView, lookAtClosing } from '../../../application/identity/look-at-closing.ts';
import type { Obstacle } from '../../../domain/identity/closing.ts';
import type { DoneBy } from '../../../domain/shared/audit.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { confirm } from '../../system/confirm.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readReason, readUser, USER } from '../ledger/read-options.ts';
import { operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { type Tools, withDatabase } from '../with-database.ts';

type Options = {
  readonly now?: true;
  readonly waivePoints?: true;
  readonly reason?: string;
  readonly by?: string;
  readonly yes?: true;
};

export function registerClose(users: Command): void {
  users
    .command('close')
    .argument(...USER, readUser)
    .description(
      'close the account (注销): keys off at once, personal data gone when its time is over; the ledger stays',
    )
    .option('--now', 'without the days in which the user could take it back')
    .option('--waive-points', 'the user gives up the paid points that are left')
    .option('--reason <text>', 'for the audit log', readReason)
    .option('--by <name>', 'who does it; SEAHORSE_OPERATOR, or the login name, by default')
    .option('--yes', 'do not ask')
    .action((userId: UserId, options: Options) => {
      const by: DoneBy = { actor: { kind: 'operator', name: operatorName(options.by) }, requestId: null };
      return withDatabase((tools) => close(tools, userId, by, options));
    });
}

async function close(tools: Tools, userId: UserId, by: DoneBy, options: Options): Promise<void> {
  const { accountClosingDays: closingDays } = tools.config;
  const view = await lookAtClosing({ ...tools, closingDays })(userId);
  if (!view) throw new ExpectedFailure(`there is no user ${publicId('usr', userId)}`);
  console.log(describe(view));
  if (!options.yes) await approve(options);
  await begin({ ...tools, closingDays }, userId, by, options);
  if (options.now) await finish(tools, userId, by);
}

const describe = ({ status, points: { paid, bonus, held, frozen }, keys, closing }: ClosingView): string =>
  [
    `${status}${closing ? ` until ${closing.deletesAt.toISOString()}` : ''}`,
    `${paid} paid points, ${bonus} bonus points, ${held} held, ${frozen} frozen`,
    `${keys} ${keys === 1 ? 'key' : 'keys'}`,
  ].join('; ');

async function approve({ now }: Options): Promise<void> {
  const answer = await confirm(now ? 'Close this account for good?' : 'Close this account?');
  if (answer === 'nobody_to_ask') throw new UsageError('this closes an account: run it with --yes, or at a terminal');
  if (answer === 'no') throw new ExpectedFailure('nothing was changed');
}

type Wanting = Tools & { readonly closingDays: number };

async function begin(tools: Wanting, userId: UserId, by: DoneBy, { now, waivePoints, reason }: Options): Promise<void> {
  const wanted = { userId, waivesPoints: waivePoints ?? false, keeps: null, by, reason, ...(now && { days: 0 }) };
  const outcome = await beginClosing(tools)(wanted);
  switch (outcome.kind) {
    case 'closing':
      return now
        ? undefined
        : console.log(`closing: keys are off; closed for good at ${outcome.deletesAt.toISOString()}`);
    case 'has_obstacles':
      throw new ExpectedFailure(`in the way: ${named(outcome.obstacles)}`);
    case 'points_left':
      throw new ExpectedFailure(`${outcome.points.unwaived} paid points are left: refund them, or say --waive-points`);
    case 'not_open':
      throw new ExpectedFailure(`this account is ${outcome.status}`);
    case 'unknown_user':
      throw new ExpectedFailure(`there is no user ${publicId('usr', userId)}`);
  }
}

async function finish(tools: Tools, userId: UserId, by: DoneBy): Promise<void> {
  const outcome = await finishClosing({ ...tools, raiseAlarm: () => {} })(userId, by);
  switch (outcome.kind) {
    case 'closed':
      return console.log(`closed; ${outcome.writtenOff} points written off`);
    case 'held_up':
      throw new ExpectedFailure(`closing, but held up by ${named(outcome.obstacles)}; looked at again in a day`);
    case 'nothing_to_do':
      throw new ExpectedFailure('closing, but not closed: somebody else has it in hand; look again in a minute');
  }
}

const named = (obstacles: readonly Obstacle[]): string =>
  obstacles.map(({ code, count }) => `${code} (${count})`).join(', ');
