import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

type Needed = Pick<Stores, 'users' | 'orders' | 'apiKeys' | 'invoiceTitles' | 'ledger'>;

/**
 * Until the transaction ends, this user buys nothing, gets no key and spends nothing; what came before is seen from here on.
 * Always in this order, the account last: whoever takes some of these locks takes them in it.
 */
export async function lockPerson(
  { users, orders, apiKeys, invoiceTitles, ledger }: Needed,
  userId: UserId,
): Promise<void> {
  await users.lock(userId);
  await orders.lockBuyer(userId);
  await apiKeys.lockOwner(userId);
  await invoiceTitles.lockOwner(userId);
  await ledger.lock(accountOf(userId));
}
