import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type ShownUser, showUser } from '../../../application/identity/show-user.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readUser, USER } from '../ledger/read-options.ts';
import { withDatabase } from '../with-database.ts';

export function registerShow(users: Command): void {
  users
    .command('show')
    .argument(...USER, readUser)
    .description('who a user is, and what he has')
    .option('--json', 'for programs')
    .action((id: UserId, { json }: { json?: true }) =>
      withDatabase(async (tools) => {
        const shown = await showUser(tools)(id);
        if (!shown) throw new ExpectedFailure(`there is no user ${publicId('usr', id)}`);
        console.log(json ? JSON.stringify(userJson(shown), null, 2) : describe(shown));
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
