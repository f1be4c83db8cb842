import { pricingUrl } from '../shared/api/site.ts';
import type { Texts } from '../shared/texts/texts.ts';
import { useTexts } from '../shared/texts/use-texts.ts';
import { wordsOf } from '../shared/texts/words-of.ts';
import type { OpenOrder } from './checkout-state.ts';
import type { Checkout } from './use-checkout.ts';

type Standing = 'waiting' | 'expired' | 'closed';
type Props = { readonly open: OpenOrder; readonly standing: Standing; readonly checkout: Checkout };

/** How it stands, in words that are read out as they change, and what the buyer can do. */
export function PaymentStatus({ open, standing, checkout }: Props) {
  const texts = useTexts();
  const isAsking = open.reply === 'asking';
  return (
    <>
      <div role="status" class={toneOf(open, standing)} data-testid="status">
        {saidOf(texts, open, standing)}
      </div>
      <div class="buttons">
        <button
          type="button"
          class="button is-block"
          data-testid="i-have-paid"
          disabled={isAsking}
          onClick={checkout.iHavePaid}
        >
          {isAsking ? texts.checkout.asking : texts.checkout.iHavePaid}
        </button>
        <Elsewhere checkout={checkout} />
      </div>
    </>
  );
}

/** Another package: of the list, or of what the service offers. */
function Elsewhere({ checkout: { hosted, chooseAgain } }: Pick<Props, 'checkout'>) {
  const texts = useTexts();
  if (hosted?.package_ids?.length === 1) return null;
  if (!hosted) {
    return (
      <a class="button is-quiet is-block" href={pricingUrl}>
        {texts.backToPricing}
      </a>
    );
  }
  return (
    <button type="button" class="button is-quiet is-block" data-testid="choose-other" onClick={chooseAgain}>
      {texts.checkout.chooseOther}
    </button>
  );
}

/** Whoever has pressed 「我已支付」 is answered first. */
function saidOf(texts: Texts, { isSure, reply, refusal }: OpenOrder, standing: Standing): string {
  const { checkout } = texts;
  if (!isSure || reply === 'unsure') return checkout.unsure;
  if (refusal) {
    const { title, next } = wordsOf(texts, refusal);
    return texts.sentence(title, next);
  }
  if (reply === 'not_yet') return checkout.notYet;
  if (standing === 'waiting') return checkout.waiting;
  return texts.sentence(checkout[standing].title, checkout[standing].next);
}

const toneOf = ({ isSure, reply, refusal }: OpenOrder, standing: Standing): string =>
  isSure && reply === 'none' && !refusal && standing === 'waiting' ? 'pay-status' : 'pay-status is-notable';
