import { useEffect } from 'preact/hooks';
import { Shell } from '../shared/components/shell.tsx';
import { readSessionOf } from '../shared/session/kept-session.ts';
import { useSession } from '../shared/session/use-session.ts';
import { PackageShelf } from '../shared/shelf/package-shelf.tsx';
import { usePackages } from '../shared/shelf/use-packages.ts';
import { SignInDialog } from '../shared/sign-in/sign-in-dialog.tsx';
import { useTexts } from '../shared/texts/use-texts.ts';
import { wordsOf } from '../shared/texts/words-of.ts';
import { useTitle } from '../shared/use-title.ts';
import { type Purchase, usePurchase } from './use-purchase.ts';

/** /pricing: what is on sale, for everybody; whoever buys signs in. */
export function PricingPage() {
  const { pricing, signIn } = useTexts();
  const account = useSession(() => readSessionOf(null));
  const { shelf, reload } = usePackages(account);
  const { purchase, buy, goOn, cancel } = usePurchase(account, reload);
  useTitle(pricing.title);
  useFreshStart();
  return (
    <Shell account={account}>
      <div class="lead">
        <h1>{pricing.title}</h1>
        <p>{pricing.lead}</p>
      </div>
      <Refusal purchase={purchase} />
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

/** Why nothing was ordered; read out as it comes. */
function Refusal({ purchase }: { readonly purchase: Purchase }) {
  const texts = useTexts();
  if (purchase.kind !== 'failed') return <div role="alert" />;
  const { title, next } = purchase.problem ? wordsOf(texts, purchase.problem) : texts.offline;
  return (
    <div role="alert" class="banner is-bad" data-testid="purchase-problem">
      <strong>{title}</strong> <span>{next}</span>
    </div>
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
