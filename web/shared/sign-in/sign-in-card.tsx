import { useEffect, useRef } from 'preact/hooks';
import type { LoginCode } from '../api/types.ts';
import { Bones } from '../components/bones.tsx';
import { QrCode } from '../components/qr-code.tsx';
import type { KeptSession } from '../session/kept-session.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { SignIn } from './sign-in-state.ts';
import { endOf, saidOf } from './sign-in-words.ts';
import { useSignIn } from './use-sign-in.ts';

type Props = {
  readonly onSignedIn: (session: KeptSession) => void;
  /** Why now, where it is not to buy. */
  readonly lead?: string;
  readonly titleId?: string;
};

/** Shows a code to be signed in with, until it has been scanned. */
export function SignInCard({ onSignedIn, lead, titleId }: Props) {
  const texts = useTexts();
  const title = useRef<HTMLHeadingElement>(null);
  const { state, renew } = useSignIn(onSignedIn);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="sign-in" data-testid="sign-in" data-state={state.kind}>
      <h2 class="sign-in-title" id={titleId} ref={title} tabIndex={-1}>
        {texts.signIn.title}
      </h2>
      <p class="muted">{lead ?? texts.signIn.lead}</p>
      {state.kind === 'scanning' ? <Code code={state.ticket.qr} /> : <Ended state={state} renew={renew} />}
      <p role="status" class={state.kind === 'scanning' ? 'sign-in-how' : 'unseen'}>
        {saidOf(texts, state)}
      </p>
      {state.kind === 'scanning' && <p class="phone-note">{texts.signIn.onPhone}</p>}
    </div>
  );
}

function Code({ code }: { readonly code: LoginCode }) {
  const label = useTexts().signIn.codeLabel;
  return (
    <div class="qr-frame">
      {code.kind === 'official_account' ? (
        <QrCode text={code.content} label={label} />
      ) : (
        <img class="qr" src={`data:image/png;base64,${code.image_base64}`} alt={label} data-testid="qr-picture" />
      )}
    </div>
  );
}

function Ended({ state, renew }: { readonly state: SignIn; readonly renew: () => void }) {
  const texts = useTexts();
  const words = endOf(texts, state);
  if (!words) return <Bones lines={4} label={saidOf(texts, state)} />;
  return (
    <div class="sign-in-end">
      <p class="sign-in-end-title">{words.title}</p>
      <p class="muted">{words.next}</p>
      <button type="button" class="button" data-testid="renew" onClick={renew}>
        {texts.signIn.renew}
      </button>
    </div>
  );
}
