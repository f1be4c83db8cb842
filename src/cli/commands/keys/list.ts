import { type Command, Option } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type ListedKey, listKeys } from '../../../application/keyvault/list-keys.ts';
import { KEY_STATUSES, type KeyStatus } from '../../../domain/keyvault/key-status.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { answersJson, instant, points, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readUser } from '../ledger/read-options.ts';
import { withDatabase } from '../with-database.ts';

const ListedKeyShape = z.strictObject({
  id: shownId('key'),
  name: z.string(),
  hint: z.string().meta({ description: 'what is shown of the token' }),
  status: z.enum(KEY_STATUSES),
  scope: z.union([z.literal('all'), z.array(z.string())]),
  networks: z.array(z.string()).nullable().meta({ description: 'null: anywhere' }),
  rate_limit: z.strictObject({ calls: z.int(), seconds: z.int() }).nullable(),
  daily_budget: points.nullable(),
  total_budget: points.nullable(),
  spendable_points: points.meta({ description: 'what it may still take now' }),
  calls_today: z.int(),
  points_today: points,
  points_total: points,
  last_used_at: instant.nullable(),
  created_at: instant,
  expires_at: instant,
  successor_id: shownId('key').nullable().meta({ description: 'the key that a rotation has put in its place' }),
});

type Options = { readonly user: UserId; readonly status?: KeyStatus };

export function registerList(keys: Command): void {
  const command = withExamples(
    keys.command('list'),
    'keys list --user usr_0192…',
    'keys list --user usr_0192… --status active --json',
  )
    .description('the API keys of a user, the one used last first; their tokens cannot be shown again')
    .requiredOption('--user <user>', 'whose, usr_…', readUser)
    .addOption(new Option('--status <status>', 'only those in this state').choices(KEY_STATUSES));
  const tell = answersJson(command, z.array(ListedKeyShape));
  command.action(({ user: userId, status }: Options) =>
    withDatabase(async (tools) => {
      if (!(await tools.uow.run(({ users }) => users.find(userId)))) {
        throw new ExpectedFailure(`there is no user ${publicId('usr', userId)}`);
      }
      const listed = await listKeys(tools)(userId, { status });
      tell(listed.map(keyJson), () => listed.map(lineOf).join('\n'));
    }),
  );
}

const keyJson = ({ key, status, spendable, meter }: ListedKey) => ({
  ...{ id: publicId('key', key.id), name: key.name, hint: key.hint, status, scope: key.scope },
  ...{ networks: key.networks, rate_limit: key.rateLimit },
  daily_budget: key.dailyBudget === null ? null : String(key.dailyBudget),
  total_budget: key.totalBudget === null ? null : String(key.totalBudget),
  spendable_points: String(spendable),
  ...{
    calls_today: meter.callsToday,
    points_today: String(meter.pointsToday),
    points_total: String(meter.pointsTotal),
  },
  ...{ last_used_at: meter.lastUsedAt, created_at: key.createdAt, expires_at: key.expiresAt },
  successor_id: key.successorId && publicId('key', key.successorId),
});

const lineOf = ({ key, status, spendable, meter }: ListedKey): string =>
  [
    ...[publicId('key', key.id), status.padEnd(9), key.hint, `may take ${spendable}`, `has taken ${meter.pointsTotal}`],
    ...[`last used ${meter.lastUsedAt?.toISOString() ?? 'never'}`, `until ${key.expiresAt.toISOString()}`, key.name],
  ].join('  ');
