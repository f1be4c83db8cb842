import { isPresent, type User, type UserStatus } from '../../domain/identity/user.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { isUsable } from '../../domain/keyvault/key-status.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** Why two users cannot become one, or not yet. */
export type MergeObstacle =
  | { readonly kind: 'same_user' }
  | { readonly kind: 'unknown_user'; readonly userId: UserId }
  | {
      readonly kind: 'not_present';
      readonly userId: UserId;
      readonly status: UserStatus;
      readonly mergedInto: UserId | null;
    }
  /** Their points would come to a user whom nobody can sign in as. */
  | { readonly kind: 'orders_pending'; readonly orders: number }
  | { readonly kind: 'refunds_under_way'; readonly points: Points }
  | { readonly kind: 'holds_open'; readonly points: Points }
  | { readonly kind: 'invoices_requested' }
  | { readonly kind: 'keys_active'; readonly keys: number };

export type ObstacleNeeds = 'orders' | 'invoices' | 'ledger' | 'holds';

/** What is wrong with the two themselves. */
export function refusePair(ids: readonly [UserId, UserId], users: readonly (User | null)[]): MergeObstacle[] {
  if (ids[0] === ids[1]) return [{ kind: 'same_user' }];
  return ids.flatMap((userId, nth): MergeObstacle[] => {
    const user = users[nth];
    if (!user) return [{ kind: 'unknown_user', userId }];
    const { status, mergedInto } = user;
    return isPresent(user) ? [] : [{ kind: 'not_present', userId, status, mergedInto }];
  });
}

/** What the user who is to go has under way. */
export async function listObstacles(
  { orders, invoices, ledger, holds }: Pick<Stores, ObstacleNeeds>,
  from: UserId,
  activeKeys: readonly ApiKey[],
): Promise<MergeObstacle[]> {
  const account = accountOf(from);
  const { pending } = await orders.countsOf(from);
  const frozen = await ledger.sumFrozen(account);
  const held = await holds.sumOpen(account);
  const requested = await invoices.listOf(from, { status: 'requested', after: null, limit: 1 });
  return [
    ...(pending > 0 ? [{ kind: 'orders_pending', orders: pending } as const] : []),
    ...(frozen > 0n ? [{ kind: 'refunds_under_way', points: frozen } as const] : []),
    ...(held > 0n ? [{ kind: 'holds_open', points: held } as const] : []),
    ...(requested.length > 0 ? [{ kind: 'invoices_requested' } as const] : []),
    ...(activeKeys.length > 0 ? [{ kind: 'keys_active', keys: activeKeys.length } as const] : []),
  ];
}

/** One that was rotated and is in its grace, too. */
export const activeAmong = (keys: readonly ApiKey[], now: Date): ApiKey[] => keys.filter((key) => isUsable(key, now));
