import { pricingUrl } from '../shared/api/site.ts';
import { StateCard } from '../shared/components/state-card.tsx';
import type { Words } from '../shared/texts/texts.ts';
import { useTexts } from '../shared/texts/use-texts.ts';

/** Without its token, or after its hour, a checkout shows nothing. */
export function HostedEnd({ hasEnded }: { readonly hasEnded: boolean }) {
  const { checkout } = useTexts();
  const words = hasEnded ? checkout.over : checkout.lostLink;
  return <StateCard testId="over" icon="clock" words={words} takesFocus />;
}

export function Stuck({ words, leadsBack }: { readonly words: Words; readonly leadsBack: boolean }) {
  const texts = useTexts();
  return (
    <StateCard testId="stuck" icon="info" words={words} takesFocus>
      {leadsBack && (
        <a class="button" href={pricingUrl}>
          {texts.backToPricing}
        </a>
      )}
    </StateCard>
  );
}
