import { Bones } from '../shared/components/bones.tsx';
import type { SessionOfPage } from '../shared/session/use-session.ts';
import { SignInCard } from '../shared/sign-in/sign-in-card.tsx';
import { useTexts } from '../shared/texts/use-texts.ts';
import { wordsOf } from '../shared/texts/words-of.ts';
import type { CheckoutAddress } from './address.ts';
import { HostedEnd, Stuck } from './checkout-end.tsx';
import { ChoosePackage } from './choose-package.tsx';
import { OrderCard } from './order-card.tsx';
import type { Checkout } from './use-checkout.ts';

type Props = {
  readonly address: CheckoutAddress;
  readonly account: SessionOfPage;
  readonly checkout: Checkout;
};

/** What the page shows in each of its states. */
export function CheckoutView({ address, account, checkout }: Props) {
  const texts = useTexts();
  const { state, hosted } = checkout;
  if (address.kind === 'nothing') return <Stuck words={texts.checkout.noOrder} leadsBack />;
  switch (state.kind) {
    case 'loading':
      return <Loading isSure={state.isSure} />;
    case 'signed_out':
      if (address.kind === 'hosted') return <HostedEnd hasEnded={hosted !== null} wayBack={hosted} />;
      return <SignInAgain hasEnded={state.hasEnded} account={account} />;
    case 'choosing':
      return <ChoosePackage choosing={state} hosted={hosted} account={account} choose={checkout.choose} />;
    case 'order':
      return <OrderCard open={state} checkout={checkout} />;
    case 'over':
      return <HostedEnd hasEnded wayBack={state.wayBack} />;
    case 'stuck':
      return <Stuck words={wordsOf(texts, state.problem)} leadsBack={address.kind === 'order'} />;
  }
}

function Loading({ isSure }: { readonly isSure: boolean }) {
  const { checkout } = useTexts();
  return (
    <section class="card is-narrow">
      <h1 class="unseen">{checkout.title}</h1>
      <Bones lines={6} label={isSure ? checkout.loading : checkout.troubleWithCode} />
      {!isSure && (
        <p class="banner" data-testid="trouble">
          {checkout.troubleWithCode}
        </p>
      )}
    </section>
  );
}

function SignInAgain({ hasEnded, account }: { readonly hasEnded: boolean; readonly account: SessionOfPage }) {
  const texts = useTexts();
  return (
    <section class="card is-narrow">
      <h1 class="unseen">{texts.checkout.title}</h1>
      <SignInCard onSignedIn={account.enter} {...(hasEnded && { lead: texts.signIn.ended })} />
    </section>
  );
}
