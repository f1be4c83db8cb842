import { useLayoutEffect, useRef } from 'preact/hooks';
import type { KeptSession } from '../session/kept-session.ts';
import { useTexts } from '../texts/use-texts.ts';
import { SignInCard } from './sign-in-card.tsx';

type Props = {
  readonly onSignedIn: (session: KeptSession) => void;
  readonly onClose: () => void;
  readonly lead?: string;
};

/** The card above the page. The browser keeps the focus within, closes it on Escape and gives the focus back; `onClose` hears of any end. */
export function SignInDialog({ onSignedIn, onClose, lead }: Props) {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the card in it takes the focus.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="sign-in-title" onClose={onClose}>
      <button
        type="button"
        class="dialog-close"
        aria-label={texts.signIn.close}
        onClick={() => dialog.current?.close()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 6 L18 18 M18 6 L6 18" />
        </svg>
      </button>
      <SignInCard onSignedIn={onSignedIn} titleId="sign-in-title" {...(lead && { lead })} />
    </dialog>
  );
}
