import type { Affairs } from '../../domain/identity/closing.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

type Needed = Pick<Stores, 'orders' | 'invoices' | 'holds' | 'ledger'>;

/** More of them are in the way just the same. */
const ENOUGH = 100;

/** What a user has under way in all modules; `hasPaid`: has ever bought something. */
export async function readAffairs(
  { orders, invoices, holds, ledger }: Needed,
  userId: UserId,
): Promise<Affairs & { readonly hasPaid: boolean }> {
  const account = accountOf(userId);
  const { waiting, payable, setAside, hasPaid } = await orders.affairsOf(userId);
  const requested = await invoices.listOf(userId, { status: 'requested', after: null, limit: ENOUGH });
  return {
    ...{ openOrders: waiting, payableOrders: payable, paymentsSetAside: setAside, hasPaid },
    requestedInvoices: requested.length,
    openHolds: await holds.countOpen(account),
    frozen: await ledger.sumFrozen(account),
  };
}
