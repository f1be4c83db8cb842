import type { CheckoutSession } from '../shared/api/types.ts';
import type { SessionOfPage } from '../shared/session/use-session.ts';
import { PackageShelf } from '../shared/shelf/package-shelf.tsx';
import { usePackages } from '../shared/shelf/use-packages.ts';
import { useTexts } from '../shared/texts/use-texts.ts';
import { wordsOf } from '../shared/texts/words-of.ts';
import type { Choosing } from './checkout-state.ts';

type Props = {
  readonly choosing: Choosing;
  readonly hosted: CheckoutSession | null;
  readonly account: SessionOfPage;
  readonly choose: (packageId: string) => void;
};

/** Where the service leaves it to its user. */
export function ChoosePackage({ choosing, hosted, account, choose }: Props) {
  const texts = useTexts();
  const { shelf, reload } = usePackages(account);
  const words = choosing.refusal && wordsOf(texts, choosing.refusal);
  return (
    <div data-testid="choose">
      <div class="lead">
        <h1>{texts.checkout.choose}</h1>
        {hosted && <p>{texts.checkout.chooseLead(hosted.service_name)}</p>}
      </div>
      <div role="alert" class={words || !choosing.isSure ? 'banner is-bad' : 'unseen'}>
        {words && texts.sentence(words.title, words.next)}
        {!words && !choosing.isSure && texts.checkout.troubleWithCode}
      </div>
      <PackageShelf
        shelf={shelf}
        only={hosted?.package_ids ?? null}
        reload={reload}
        choose={choose}
        action={texts.checkout.chooseThis}
        ordering={choosing.ordering}
      />
    </div>
  );
}
