import { pricingUrl } from '../shared/api/site.ts';
import { Bones } from '../shared/components/bones.tsx';
import { Shell } from '../shared/components/shell.tsx';
import { StateCard } from '../shared/components/state-card.tsx';
import type { KeptSession } from '../shared/session/kept-session.ts';
import { useSession } from '../shared/session/use-session.ts';
import { SignInCard } from '../shared/sign-in/sign-in-card.tsx';
import type { Words } from '../shared/texts/texts.ts';
import { useTexts } from '../shared/texts/use-texts.ts';
import { wordsOf } from '../shared/texts/words-of.ts';
import { useTitle } from '../shared/use-title.ts';
import { OrderResult } from './order-result.tsx';
import type { ResultState } from './result-state.ts';
import { useHosted } from './use-hosted.ts';
import { useResult } from './use-result.ts';

/** /payment/result: what has become of an order, by the server's word. */
export function ResultPage({ orderId }: { readonly orderId: string | null }) {
  const texts = useTexts();
  const account = useSession();
  const { state, signedIn } = useResult(orderId, account);
  const { hosted, isHosted } = useHosted(account.session);
  useTitle(texts.result.title);
  return (
    <Shell account={account} isHosted={isHosted}>
      {orderId === null && <Stuck words={texts.result.noOrder} />}
      {orderId !== null && state.kind === 'order' && (
        <OrderResult order={state.order} isSure={state.isSure} isHosted={isHosted} hosted={hosted} />
      )}
      {orderId !== null && state.kind !== 'order' && (
        <NoOrderYet state={state} isHosted={isHosted} signedIn={signedIn} />
      )}
    </Shell>
  );
}

type NotYet = {
  readonly state: Exclude<ResultState, { kind: 'order' }>;
  readonly isHosted: boolean;
  readonly signedIn: (session: KeptSession) => void;
};

function NoOrderYet({ state, isHosted, signedIn }: NotYet) {
  const texts = useTexts();
  const { title, loading, unsure, signIn } = texts.result;
  if (state.kind === 'stuck') return <Stuck words={wordsOf(texts, state.problem)} />;
  if (state.kind === 'signed_out' && isHosted) {
    return <StateCard testId="over" icon="clock" words={texts.checkout.over} takesFocus />;
  }
  return (
    <section class="card is-narrow">
      <h1 class="unseen">{title}</h1>
      {state.kind === 'signed_out' && <SignInCard onSignedIn={signedIn} lead={signIn} />}
      {state.kind === 'loading' && <Bones lines={5} label={loading} />}
      {state.kind === 'loading' && !state.isSure && (
        <p class="banner" role="status">
          {texts.sentence(unsure.title, unsure.next)}
        </p>
      )}
    </section>
  );
}

function Stuck({ words }: { readonly words: Words }) {
  const texts = useTexts();
  return (
    <StateCard testId="stuck" icon="info" words={words} takesFocus>
      <a class="button" href={pricingUrl}>
        {texts.backToPricing}
      </a>
    </StateCard>
  );
}
