import { Shell } from '../shared/components/shell.tsx';
import { readSessionOf } from '../shared/session/kept-session.ts';
import { useSession } from '../shared/session/use-session.ts';
import { useTexts } from '../shared/texts/use-texts.ts';
import { useTitle } from '../shared/use-title.ts';
import type { CheckoutAddress } from './address.ts';
import { CheckoutView } from './checkout-view.tsx';
import { HostedFoot } from './hosted-foot.tsx';
import { useCheckout } from './use-checkout.ts';

/** /payment/checkout: the code of an order, and what becomes of it. */
export function CheckoutPage({ address }: { readonly address: CheckoutAddress }) {
  const isHosted = address.kind === 'hosted';
  const account = useSession(() => readSessionOf(isHosted ? address.checkoutId : null));
  const checkout = useCheckout(address, account);
  const hasEnded = checkout.state.kind === 'over' || checkout.state.kind === 'signed_out';
  useTitle(useTexts().checkout.title);
  return (
    <Shell account={account} isHosted={isHosted}>
      <CheckoutView address={address} account={account} checkout={checkout} />
      {checkout.hosted && !hasEnded && <HostedFoot hosted={checkout.hosted} />}
    </Shell>
  );
}
