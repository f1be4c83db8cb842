import { pageOf } from '../shared/api/outer-url.ts';
import { pricingUrl } from '../shared/api/site.ts';
import type { WayBack } from '../shared/api/types.ts';
import { StateCard } from '../shared/components/state-card.tsx';
import type { Words } from '../shared/texts/texts.ts';
import { useTexts } from '../shared/texts/use-texts.ts';

type Ended = {
  readonly hasEnded: boolean;
  /** Null: nobody has said where its user came from. */
  readonly wayBack: WayBack | null;
};

/** Without its token, or after its hour, a checkout shows nothing but the way back. */
export function HostedEnd({ hasEnded, wayBack }: Ended) {
  const { checkout, result } = useTexts();
  const page = wayBack && pageOf(wayBack.cancel_url);
  return (
    <StateCard testId="over" icon="clock" words={hasEnded ? checkout.over : checkout.lostLink} takesFocus>
      {page && (
        <a class="button" href={page} data-testid="cancel">
          {result.backTo(wayBack.service_name)}
        </a>
      )}
    </StateCard>
  );
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
