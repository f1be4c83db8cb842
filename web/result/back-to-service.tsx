import { useEffect, useState } from 'preact/hooks';
import { successPage } from '../shared/api/outer-url.ts';
import type { CheckoutSession } from '../shared/api/types.ts';
import { useTexts } from '../shared/texts/use-texts.ts';

const SECONDS = 3;

/** The way back to the service, which is taken by itself unless the user wants to stay. */
export function BackToService({ hosted }: { readonly hosted: CheckoutSession }) {
  const { result } = useTexts();
  const page = successPage(hosted.success_url, hosted.id);
  const [secondsLeft, setSecondsLeft] = useState(SECONDS);
  const [stays, setStays] = useState(false);
  const isLeaving = page !== null && !stays;
  useEffect(() => {
    if (!isLeaving) return;
    if (secondsLeft === 0) return location.assign(page);
    const timer = setTimeout(() => setSecondsLeft(secondsLeft - 1), 1_000);
    return () => clearTimeout(timer);
  }, [secondsLeft, isLeaving]);
  if (page === null) return <p class="muted">{result.closePage(hosted.service_name)}</p>;
  return (
    <div class="buttons">
      <a class="button is-block" href={page} data-testid="back-to-service">
        {result.backTo(hosted.service_name)}
      </a>
      {isLeaving && (
        <p class="leaving">
          <span role="timer">{result.leaving(secondsLeft)}</span>
          <button type="button" class="plain is-small" data-testid="stay" onClick={() => setStays(true)}>
            {result.stay}
          </button>
        </p>
      )}
    </div>
  );
}
