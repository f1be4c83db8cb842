import { useEffect, useState } from 'preact/hooks';
import { type KeptSession, keepSession } from '../session/kept-session.ts';
import { signIn } from './sign-in.ts';
import { ASKING, type SignIn } from './sign-in-state.ts';

/** Shows a code as long as the component is there; `renew` asks for another one. */
export function useSignIn(onSignedIn: (session: KeptSession) => void): {
  readonly state: SignIn;
  readonly renew: () => void;
} {
  const [state, setState] = useState<SignIn>(ASKING);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const aborter = new AbortController();
    const show = (shown: SignIn): void => {
      setState(shown);
      if (shown.kind !== 'signed_in') return;
      const session = { token: shown.token, name: shown.name, checkoutId: null };
      keepSession(session);
      onSignedIn(session);
    };
    void signIn(show, aborter.signal);
    return () => aborter.abort();
  }, [round]);
  return { state, renew: () => setRound(round + 1) };
}
