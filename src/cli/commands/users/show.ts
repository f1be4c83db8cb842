import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type ShownUser, showUser } from '../../../application/identity/show-user.ts';
import { USER_STATUSES } from '../../../domain/identity/user.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { answersJson, instant, points, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readUser, USER } from '../ledger/read-options.ts';
import { withDatabase } from '../with-database.ts';

const ShownUserShape = z.strictObject({
  id: shownId('usr'),
  status: z.enum(USER_STATUSES),
  merged_into: shownId('usr').nullable(),
  nickname: z.string(),
  created_at: instant,
  identities: z.array(z.strictObject({ appid: z.string(), has_unionid: z.boolean() })),
  follows_official_account: z.boolean(),
  available: points.meta({ description: 'points that may be spent' }),
  orders: z.strictObject({ placed: z.int(), pending: z.int() }),
  active_keys: z.int(),
  sessions: z.int(),
});

export function registerShow(users: Command): void {
  const command = withExamples(users.command('show'), 'users show usr_0192…')
    .argument(...USER, readUser)
    .description('who a user is, and what he has');
  const tell = answersJson(command, ShownUserShape);
  command.action((id: UserId) =>
    withDatabase(async (tools) => {
      const shown = await showUser(tools)(id);
      if (!shown) throw new ExpectedFailure(`there is no user ${publicId('usr', id)}`);
      tell(userJson(shown), () => describe(shown));
    }),
  );
}

const userJson = ({ user, identities, ...shown }: ShownUser) => ({
  id: publicId('usr', user.id),
  status: user.status,
  merged_into: user.mergedInto && publicId('usr', user.mergedInto),
  nickname: user.nickname,
  created_at: user.createdAt,
  identities: identities.map(({ appid, hasUnionid }) => ({ appid, has_unionid: hasUnionid })),
  follows_official_account: shown.followsOfficialAccount,
  available: String(shown.available),
  orders: shown.orders,
  active_keys: shown.activeKeys,
  sessions: shown.sessions,
});

function describe(shown: ShownUser): string {
  const { id, status, merged_into, nickname, created_at, ...rest } = userJson(shown);
  const apps = rest.identities.map(({ appid, has_unionid }) => (has_unionid ? `${appid} (with a unionid)` : appid));
  const facts: [string, string][] = [
    ['user', id],
    ['status', merged_into ? `${status} into ${merged_into}` : status],
    ['nickname', nickname],
    ['made', created_at.toISOString()],
    ['signs in by', apps.join(', ') || 'nothing'],
    ['official account', rest.follows_official_account ? 'follows' : 'does not follow'],
    ['points', rest.available],
    ['orders', `${rest.orders.placed}, of which ${rest.orders.pending} wait for payment`],
    ['active keys', String(rest.active_keys)],
    ['sessions', String(rest.sessions)],
  ];
  return facts.map(([name, fact]) => `${name.padEnd(18)}${fact}`).join('\n');
}
