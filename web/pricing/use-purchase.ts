import { useState } from 'preact/hooks';
import { createPayment } from '../shared/api/payment.ts';
import { isSignedOut } from '../shared/api/problem.ts';
import { checkoutUrl, resultUrl } from '../shared/api/site.ts';
import type { KeptSession } from '../shared/session/kept-session.ts';
import type { SessionOfPage } from '../shared/session/use-session.ts';
import type { Words } from '../shared/texts/texts.ts';
import { useTexts } from '../shared/texts/use-texts.ts';
import { wordsOf } from '../shared/texts/words-of.ts';

export type Purchase =
  | { readonly kind: 'none' }
  /** Somebody has to be signed in first. */
  | { readonly kind: 'signing_in'; readonly packageId: string; readonly hasEnded: boolean }
  | { readonly kind: 'ordering'; readonly packageId: string }
  | { readonly kind: 'failed'; readonly words: Words };

/** From 「立即购买」 to the page that shows the code. */
export function usePurchase({ session, enter, lose }: SessionOfPage) {
  const texts = useTexts();
  const [purchase, setPurchase] = useState<Purchase>({ kind: 'none' });

  async function order(packageId: string, { token }: KeptSession): Promise<void> {
    setPurchase({ kind: 'ordering', packageId });
    const placed = await createPayment(token, packageId);
    if (placed.kind === 'done') return location.assign(checkoutUrl(placed.value.order_id));
    if (placed.kind === 'unreachable') return setPurchase({ kind: 'failed', words: texts.offline });
    const { problem } = placed;
    const paid = problem.code === 'order_already_paid' ? problem.extra['order_id'] : null;
    if (typeof paid === 'string') return location.assign(resultUrl(paid, 'success'));
    if (!isSignedOut(problem)) return setPurchase({ kind: 'failed', words: wordsOf(texts, problem) });
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
