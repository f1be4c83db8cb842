import { pageOf } from '../shared/api/outer-url.ts';
import type { CheckoutSession } from '../shared/api/types.ts';
import { useTexts } from '../shared/texts/use-texts.ts';

/** Whose checkout this is, and the way back to it while nothing is paid. */
export function HostedFoot({ hosted }: { readonly hosted: CheckoutSession }) {
  const { checkout } = useTexts();
  const cancelUrl = hosted.status === 'paid' ? null : pageOf(hosted.cancel_url);
  return (
    <p class="hosted-foot">
      <span class="muted">{checkout.openedBy(hosted.service_name)}</span>
      {cancelUrl && (
        <a href={cancelUrl} data-testid="cancel">
          {checkout.cancel(hosted.service_name)}
        </a>
      )}
    </p>
  );
}
