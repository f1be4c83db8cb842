import { pageOf } from '../shared/api/outer-url.ts';
import type { WayBack } from '../shared/api/types.ts';
import { useTexts } from '../shared/texts/use-texts.ts';

type Props = { readonly wayBack: WayBack; readonly isPaid: boolean };

/** Whose checkout this is, and the way back to it while nothing is paid. */
export function HostedFoot({ wayBack: { service_name: name, cancel_url: url }, isPaid }: Props) {
  const { checkout } = useTexts();
  const cancelUrl = isPaid ? null : pageOf(url);
  return (
    <p class="hosted-foot">
      <span class="muted">{checkout.openedBy(name)}</span>
      {cancelUrl && (
        <a href={cancelUrl} data-testid="cancel">
          {checkout.cancel(name)}
        </a>
      )}
    </p>
  );
}
