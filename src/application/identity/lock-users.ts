import type { UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type LockNeeds = 'users' | 'orders' | 'apiKeys' | 'invoiceTitles';

/** What these users begin waits until the transaction ends: orders, keys, invoice titles. Before any account's lock. */
export async function lockUsers(
  { users, orders, apiKeys, invoiceTitles }: Pick<Stores, LockNeeds>,
  ids: readonly UserId[],
): Promise<void> {
  for (const id of [...ids].sort()) {
    await users.lock(id);
    await orders.lockBuyer(id);
    await apiKeys.lockOwner(id);
    await invoiceTitles.lockOwner(id);
  }
}
