import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type AdjustPointsOutcome, adjustPoints } from '../../../application/ledger/adjust-points.ts';
import type { Correction } from '../../../domain/ledger/adjustment.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import type { Points } from '../../../domain/shared/points.ts';
import { answersJson, instant, shownId, type Tell } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, YES } from '../approve.ts';
import { BY, operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { EntryShape, entryJson, entryLine } from './entry-text.ts';
import { readInstant, readPoints, readReason, readRequestKey, readUser, USER } from './read-options.ts';

type Options = {
  readonly credit?: Points;
  readonly debit?: Points;
  readonly expires?: Date;
  readonly reason: string;
  readonly by?: string;
  readonly requestKey?: string;
  readonly dryRun?: true;
  readonly yes?: true;
};

const AdjustedShape = z.strictObject({
  user: shownId('usr'),
  dry_run: z.boolean(),
  repeated: z
    .boolean()
    .meta({ description: 'the request key stands for an adjustment of before: nothing was written' }),
  at: instant,
  entries: z.array(EntryShape).meta({ description: 'the lines that were written, or would be' }),
});

export function registerAdjust(ledger: Command): void {
  const command = withExamples(
    ledger.command('adjust'),
    'ledger adjust usr_0192… --credit 50 --expires 2027-01-01 --reason 活动补偿 --dry-run',
    'ledger adjust usr_0192… --debit 50 --reason 误发收回 --request-key ticket-812 --yes',
  )
    .argument(...USER, readUser)
    .description('give or take points, with a reason that the user reads')
    .option('--credit <points>', 'give so many, as bonus points', readPoints)
    .option('--expires <instant>', 'when the given points expire', readInstant)
    .option('--debit <points>', 'take so many, in the order in which calls take them', readPoints)
    .requiredOption('--reason <text>', 'on the statement of the user', readReason)
    .option(...BY)
    .option('--request-key <key>', 'said again for the same user, the same adjustment is meant', readRequestKey)
    .option('--dry-run', 'show the lines that would be written, and write nothing')
    .option(...YES);
  const tell = answersJson(command, AdjustedShape);
  command.action(async (userId: UserId, options: Options) => {
    const { reason, requestKey = null, dryRun = false, yes } = options;
    const correction = readCorrection(options);
    const operator = operatorName(options.by);
    if (!dryRun) await approve(yes, questionOf(correction, userId), 'moves points');
    const wanted = { userId, correction, reason, operator, requestKey, dryRun };
    await withDatabase(async (tools) => report(tell, await adjustPoints(tools)(wanted), dryRun));
  });
}

const questionOf = ({ kind, points }: Correction, userId: UserId): string =>
  `${kind === 'credit' ? 'Give' : 'Take'} ${points} points ${kind === 'credit' ? 'to' : 'from'} ${publicId('usr', userId)}?`;

function readCorrection({ credit, debit, expires }: Options): Correction {
  if ((credit === undefined) === (debit === undefined)) throw new UsageError('say --credit or --debit');
  if ((credit === undefined) !== (expires === undefined)) {
    throw new UsageError('--expires belongs to --credit: points that are given expire');
  }
  if (credit !== undefined && expires) return { kind: 'credit', points: credit, expiresAt: expires };
  return { kind: 'debit', points: debit as Points };
}

function report(tell: Tell<typeof AdjustedShape>, outcome: AdjustPointsOutcome, dryRun: boolean): void {
  if (outcome.kind !== 'adjusted') throw new ExpectedFailure(explain(outcome));
  const { adjustment, entries, repeated } = outcome;
  const { correction, accountId, at } = adjustment;
  const what = `${correction.kind} of ${correction.points} points`;
  const done = dryRun ? `dry run: ${what}, nothing was written` : `${what}: done`;
  const last = repeated ? `${what}: adjusted before, at ${at.toISOString()}` : done;
  tell({ user: publicId('usr', accountId), dry_run: dryRun, repeated, at, entries: entries.map(entryJson) }, () =>
    [...entries.map(entryLine), last].join('\n'),
  );
}

function explain(refusal: Exclude<AdjustPointsOutcome, { kind: 'adjusted' }>): string {
  switch (refusal.kind) {
    case 'unknown_user':
      return 'there is no such user';
    case 'request_key_reused': {
      const { correction, at } = refusal.adjustment;
      return `this key stands for a ${correction.kind} of ${correction.points} points at ${at.toISOString()}; take another key`;
    }
    case 'insufficient_points':
      return `the user has ${refusal.available} points, which do not cover ${refusal.requested}`;
    case 'expiry_not_ahead':
      return `the points would have expired already; it is ${refusal.now.toISOString()}`;
  }
}
