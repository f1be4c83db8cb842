import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type PristineNeeds = 'ledger' | 'orders' | 'apiKeys' | 'invoiceTitles';

/** Is there nothing that this user could lose? To be asked under `lockUsers`. */
export async function isPristine(
  { ledger, orders, apiKeys, invoiceTitles }: Pick<Stores, PristineNeeds>,
  id: UserId,
): Promise<boolean> {
  const { seq } = await ledger.headOf(accountOf(id));
  if (seq > 0n || (await orders.countsOf(id)).placed > 0) return false;
  return (await apiKeys.listOf(id)).length === 0 && (await invoiceTitles.listOf(id)).length === 0;
}
