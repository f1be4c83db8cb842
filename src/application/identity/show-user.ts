import { isFollowing } from '../../domain/identity/follower.ts';
import type { User } from '../../domain/identity/user.ts';
import { availablePoints } from '../../domain/ledger/balance.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { activeAmong } from './merge-obstacles.ts';

type Needs = 'users' | 'followers' | 'sessions' | 'orders' | 'apiKeys' | 'ledger' | 'clock';
export type ShownUser = {
  readonly user: User;
  /** Without openids and unionids: whoever reads this has no use for them. */
  readonly identities: readonly { readonly appid: string; readonly hasUnionid: boolean }[];
  readonly followsOfficialAccount: boolean;
  readonly available: Points;
  readonly orders: { readonly placed: number; readonly pending: number };
  readonly activeKeys: number;
  readonly sessions: number;
};
export type ShowUser = (id: UserId) => Promise<ShownUser | null>;

/** What an operator sees of a user. */
export const showUser =
  ({ uow }: { readonly uow: UnitOfWork<Needs> }): ShowUser =>
  (id) =>
    uow.run(async ({ users, followers, sessions, orders, apiKeys, ledger, clock }) => {
      const user = await users.find(id);
      if (!user) return null;
      const now = await clock.now();
      const identities = await users.listIdentities(id);
      return {
        user,
        identities: identities.map(({ appid, unionid }) => ({ appid, hasUnionid: unionid !== null })),
        followsOfficialAccount: (await followers.listOf(id)).some(isFollowing),
        available: availablePoints(await ledger.listLots(accountOf(id)), now),
        orders: await orders.countsOf(id),
        activeKeys: activeAmong(await apiKeys.listOf(id), now).length,
        sessions: (await sessions.listOf(id, now)).length,
      };
    });
