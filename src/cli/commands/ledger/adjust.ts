import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type AdjustPointsOutcome, adjustPoints } from '../../../application/ledger/adjust-points.ts';
import type { Correction } from '../../../domain/ledger/adjustment.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import type { Points } from '../../../domain/shared/points.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { entryJson, entryLine } from './entry-text.ts';
import { readInstant, readPoints, readReason, readRequestKey, readUser, USER } from './read-options.ts';

type Options = {
  readonly credit?: Points;
  readonly debit?: Points;
  readonly expires?: Date;
  readonly reason: string;
  readonly by?: string;
  readonly requestKey?: string;
  readonly dryRun?: true;
  readonly json?: true;
};

export function registerAdjust(ledger: Command): void {
  ledger
    .command('adjust')
    .argument(...USER, readUser)
    .description('give or take points, with a reason that the user reads')
    .option('--credit <points>', 'give so many, as bonus points', readPoints)
    .option('--expires <instant>', 'when the given points expire', readInstant)
    .option('--debit <points>', 'take so many, in the order in which calls take them', readPoints)
    .requiredOption('--reason <text>', 'on the statement of the user', readReason)
    .option('--by <name>', 'who does it; SEAHORSE_OPERATOR, or the login name, by default')
    .option('--request-key <key>', 'said again for the same user, the same adjustment is meant', readRequestKey)
    .option('--dry-run', 'show the lines that would be written, and write nothing')
    .option('--json', 'for programs')
    .action(async (userId: UserId, options: Options) => {
      const { reason, requestKey = null, dryRun = false, json = false } = options;
      const correction = readCorrection(options);
      const operator = operatorName(options.by);
      await withDatabase(async (tools) => {
        const wanted = { userId, correction, reason, operator, requestKey, dryRun };
        print(await adjustPoints(tools)(wanted), dryRun, json);
      });
    });
}

function readCorrection({ credit, debit, expires }: Options): Correction {
  if ((credit === undefined) === (debit === undefined)) throw new UsageError('say --credit or --debit');
  if ((credit === undefined) !== (expires === undefined)) {
    throw new UsageError('--expires belongs to --credit: points that are given expire');
  }
  if (credit !== undefined && expires) return { kind: 'credit', points: credit, expiresAt: expires };
  return { kind: 'debit', points: debit as Points };
}

function print(outcome: AdjustPointsOutcome, dryRun: boolean, json: boolean): void {
  if (outcome.kind !== 'adjusted') throw new ExpectedFailure(explain(outcome));
  const { adjustment, entries, repeated } = outcome;
  const { correction, accountId, at } = adjustment;
  if (json) {
    const said = { user: publicId('usr', accountId), dry_run: dryRun, repeated, at };
    console.log(JSON.stringify({ ...said, entries: entries.map(entryJson) }, null, 2));
    return;
  }
  for (const entry of entries) console.log(entryLine(entry));
  const what = `${correction.kind} of ${correction.points} points`;
  if (repeated) console.log(`${what}: adjusted before, at ${at.toISOString()}`);
  else console.log(dryRun ? `dry run: ${what}, nothing was written` : `${what}: done`);
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
