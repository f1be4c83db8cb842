import type { Command } from 'commander';
import { z } from 'zod';
import { publicId, shownId } from '../../../adapters/http/public-id.ts';
import { listStatement, type StatementLine } from '../../../application/ledger/list-statement.ts';
import type { ApiCode, UserId } from '../../../domain/shared/ids.ts';
import { answersJson, instant, points } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { readUser } from '../ledger/read-options.ts';
import { LIMIT } from '../read-limit.ts';
import { readSince } from '../read-since.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { findKey } from './name-key.ts';

const Answer = z.strictObject({
  calls: z.array(
    z.strictObject({
      id: shownId('use'),
      at: instant,
      api: z.string(),
      key: shownId('key'),
      quantity: z.int(),
      points,
      balance_after: points,
    }),
  ),
});
type Options = {
  readonly user?: UserId;
  readonly key?: string;
  readonly api?: string;
  readonly since?: (now: Date) => Date;
  readonly limit: number;
};

export function registerList(usage: Command): void {
  const list = withExamples(
    usage.command('list'),
    'usage list --user usr_0192… --since 24h',
    'usage list --key key_0192… --api image.recognize --json',
  )
    .description('calls that were paid with points, newest first')
    .option('--user <user>', 'of this user, usr_…', readUser)
    .option('--key <key>', 'with this key, key_…')
    .option('--api <code>', 'of this API')
    .option('--since <time>', 'from 30m, 24h or 7d ago on, or from an instant, or day in Beijing', readSince)
    .option(...LIMIT);
  const tell = answersJson(list, Answer);
  list.action(({ user, key, api, since, limit }: Options) =>
    withDatabase(async (tools) => {
      const named = key === undefined ? null : await findKey(tools.uow, key);
      const userId = user ?? named?.userId;
      if (!userId) throw new UsageError('say --user or --key');
      const from = since ? await tools.uow.run(async ({ clock }) => since(await clock.now())) : null;
      const only = { apiCode: (api ?? null) as ApiCode | null, keyId: named?.id ?? null };
      const filter = { kind: 'consume' as const, from, to: null, ...only };
      const { lines } = await listStatement(tools)(userId, filter, { before: null, limit });
      const calls = lines.flatMap(callJson);
      tell({ calls }, () => calls.map(lineOf).join('\n'));
    }),
  );
}

type Call = z.output<typeof Answer>['calls'][number];

const callJson = ({ causeId, at, call, change, balanceAfter }: StatementLine): Call[] =>
  call
    ? [
        {
          ...{ id: publicId('use', causeId), at, api: call.apiCode, key: publicId('key', call.keyId) },
          ...{ quantity: call.quantity, points: String(-change), balance_after: String(balanceAfter) },
        },
      ]
    : [];

const lineOf = ({ id, at, api, key, quantity, points: taken, balance_after }: Call): string =>
  [
    at.toISOString(),
    id,
    `${quantity} × ${api}`.padEnd(24),
    `${taken} points`.padStart(12),
    key,
    `left ${balance_after}`,
  ].join('  ');
