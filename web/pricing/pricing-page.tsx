import { useEffect } from 'preact/hooks';
import { Shell } from '../shared/components/shell.tsx';
import { readSessionOf } from '../shared/session/kept-session.ts';
import { useSession } from '../shared/session/use-session.ts';
import { PackageShelf } from '../shared/shelf/package-shelf.tsx';
import { usePackages } from '../shared/shelf/use-packages.ts';
import { SignInDialog } from '../shared/sign-in/sign-in-dialog.tsx';
import { useTexts } from '../shared/texts/use-texts.ts';
import { useTitle } from '../shared/use-title.ts';
import { usePurchase } from './use-purchase.ts';

/** /pricing: what is on sale, for everybody; whoever buys signs in. */
export function PricingPage() {
  const { pricing, signIn } = useTexts();
  const account = useSession(() => readSessionOf(null));
  const { shelf, reload } = usePackages(account);
  const { purchase, buy, goOn, cancel } = usePurchase(account);
  useTitle(pricing.title);
  useFreshStart();
  return (
    <Shell account={account}>
      <div class="lead">
        <h1>{pricing.title}</h1>
        <p>{pricing.lead}</p>
      </div>
      <div role="alert" class={purchase.kind === 'failed' ? 'banner is-bad' : 'unseen'} data-testid="purchase-problem">
        {purchase.kind === 'failed' && (
          <>
            <strong>{purchase.words.title}</strong> <span>{purchase.words.next}</span>
          </>
        )}
      </div>
      <PackageShelf
        shelf={shelf}
        reload={reload}
        choose={buy}
        action={pricing.buy}
        ordering={purchase.kind === 'ordering' ? purchase.packageId : null}
      />
      <Steps />
      {purchase.kind === 'signing_in' && (
        <SignInDialog onSignedIn={goOn} onClose={cancel} {...(purchase.hasEnded && { lead: signIn.ended })} />
      )}
    </Shell>
  );
}

/** A browser that goes back shows the page as it was left, in the middle of an order. */
function useFreshStart(): void {
  useEffect(() => {
    const startAgain = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) location.reload();
    };
    addEventListener('pageshow', startAgain);
    return () => removeEventListener('pageshow', startAgain);
  }, []);
}

function Steps() {
  const { steps, stepsLabel } = useTexts().pricing;
  return (
    <ol class="steps" aria-label={stepsLabel}>
      {steps.map((step, index) => (
        <li key={step}>
          <span class="step-number" aria-hidden="true">
            {index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  );
}
