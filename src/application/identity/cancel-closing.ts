import type { UserStatus } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'users' | 'closings' | 'apiKeys' | 'audit' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource };
export type CancelClosingOutcome =
  /** `disabledKeys` stay off until the user switches them on again. */
  | { readonly kind: 'active'; readonly disabledKeys: number }
  | { readonly kind: 'not_open'; readonly status: UserStatus | null };
export type CancelClosing = (userId: UserId, by: DoneBy) => Promise<CancelClosingOutcome>;

/** The user stays after all, as long as the account is not closed. Of an account that is not being closed, this is true already. */
export const cancelClosing =
  ({ uow, ids }: Dependencies): CancelClosing =>
  (userId, by) =>
    uow.run(async (stores) => {
      const { users, closings, apiKeys, clock } = stores;
      await users.lock(userId);
      const user = await users.find(userId);
      if (user?.status === 'closing') {
        await users.save({ ...user, status: 'active' });
        await closings.remove(userId);
        const subject = { kind: 'user', id: userId } as const;
        await noteDeed(stores, ids, by, { action: 'user.closing_cancelled', subject, userId });
      } else if (user?.status !== 'active') return { kind: 'not_open', status: user?.status ?? null };
      const now = await clock.now();
      const disabled = (await apiKeys.listOf(userId)).filter((key) => !key.enabled && now < key.expiresAt);
      return { kind: 'active', disabledKeys: disabled.length };
    });
