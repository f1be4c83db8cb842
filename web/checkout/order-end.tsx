import { pricingUrl, resultUrl } from '../shared/api/site.ts';
import { StateCard } from '../shared/components/state-card.tsx';
import { useTexts } from '../shared/texts/use-texts.ts';

/** For the moment until the result is shown. */
export function Paid({ orderId }: { readonly orderId: string }) {
  const { checkout } = useTexts();
  return (
    <StateCard testId="paid" icon="check" tone="good" words={checkout.paid} takesFocus>
      <a class="button" href={resultUrl(orderId, 'success')}>
        {checkout.toResult}
      </a>
    </StateCard>
  );
}

export function Refunded({ isHosted }: { readonly isHosted: boolean }) {
  const texts = useTexts();
  return (
    <StateCard testId="refunded" icon="info" words={texts.checkout.refunded} takesFocus>
      {!isHosted && (
        <a class="button" href={pricingUrl}>
          {texts.backToPricing}
        </a>
      )}
    </StateCard>
  );
}
