import { type Closing, holdUpsOf, type Obstacle, obstaclesOf } from '../../domain/identity/closing.ts';
import type { UserStatus } from '../../domain/identity/user.ts';
import { isUsable } from '../../domain/keyvault/key-status.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { readAffairs } from './read-affairs.ts';
import { type PointsLeft, readPointsLeft } from './read-points-left.ts';

type Needed = 'users' | 'closings' | 'orders' | 'invoices' | 'ledger' | 'holds' | 'apiKeys' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly closingDays: number };
export type ClosingView = {
  readonly status: UserStatus;
  readonly obstacles: readonly Obstacle[];
  readonly points: PointsLeft;
  /** Those that can be used now. */
  readonly keys: number;
  readonly closesAfterDays: number;
  /** Null: the user has not said so. */
  readonly closing: Closing | null;
};
/** Null: no such user. */
export type LookAtClosing = (userId: UserId) => Promise<ClosingView | null>;

/** Before an account is closed: what stands in the way, and what would be lost. */
export const lookAtClosing =
  ({ uow, closingDays }: Dependencies): LookAtClosing =>
  (userId) =>
    uow.run(async (stores) => {
      const user = await stores.users.find(userId);
      if (!user) return null;
      const closing = await stores.closings.find(userId);
      const affairs = await readAffairs(stores, userId);
      const keys = await stores.apiKeys.listOf(userId);
      const now = await stores.clock.now();
      const points = await readPointsLeft(stores, userId, closing, now);
      const obstacles = closing ? holdUpsOf(closing, affairs, points.unwaived) : obstaclesOf(affairs, false);
      const usable = keys.filter((key) => isUsable(key, now)).length;
      const { status } = user;
      return { status, obstacles, points, keys: usable, closesAfterDays: closingDays, closing };
    });
