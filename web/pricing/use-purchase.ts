import { useState } from 'preact/hooks';
import { createPayment } from '../shared/api/payment.ts';
import { isSignedOut, type Problem } from '../shared/api/problem.ts';
import { checkoutUrl, resultUrl } from '../shared/api/site.ts';
import type { KeptSession } from '../shared/session/kept-session.ts';
import type { SessionOfPage } from '../shared/session/use-session.ts';

export type Purchase =
  | { readonly kind: 'none' }
  /** Somebody has to be signed in first. */
  | { readonly kind: 'signing_in'; readonly packageId: string; readonly hasEnded: boolean }
  | { readonly kind: 'ordering'; readonly packageId: string }
  /** Null: the server cannot be reached. */
  | { readonly kind: 'failed'; readonly problem: Problem | null };

/** What is refused because the list is out of date. */
const STALE = ['package_closed', 'unknown_package'];

/** From 「立即购买」 to the page that shows the code. `reload` shows what is on sale now. */
export function usePurchase({ session, enter, lose }: SessionOfPage, reload: () => void) {
  const [purchase, setPurchase] = useState<Purchase>({ kind: 'none' });

  async function order(packageId: string, { token }: KeptSession): Promise<void> {
    setPurchase({ kind: 'ordering', packageId });
    const placed = await createPayment(token, packageId);
    if (placed.kind === 'done') return location.assign(checkoutUrl(placed.value.order_id));
    if (placed.kind === 'unreachable') return setPurchase({ kind: 'failed', problem: null });
    const { problem } = placed;
    const paid = problem.code === 'order_already_paid' ? problem.extra['order_id'] : null;
    if (typeof paid === 'string') return location.assign(resultUrl(paid, 'success'));
    if (STALE.includes(problem.code)) reload();
    if (!isSignedOut(problem)) return setPurchase({ kind: 'failed', problem });
    lose();
    setPurchase({ kind: 'signing_in', packageId, hasEnded: true });
  }

  const buy = (packageId: string): void => {
    if (session) void order(packageId, session);
    else setPurchase({ kind: 'signing_in', packageId, hasEnded: false });
  };
  const goOn = (entered: KeptSession): void => {
    enter(entered);
    if (purchase.kind === 'signing_in') void order(purchase.packageId, entered);
  };
  const cancel = (): void => setPurchase((now) => (now.kind === 'signing_in' ? { kind: 'none' } : now));
  return { purchase, buy, goOn, cancel };
}
