import { useState } from 'preact/hooks';
import { endSession } from '../api/signing-in.ts';
import { forgetSession, type KeptSession, readSession } from './kept-session.ts';

export type SessionOfPage = {
  readonly session: KeptSession | null;
  /** Somebody has been signed in: by a scan, or by an address. */
  readonly enter: (session: KeptSession) => void;
  /** The server takes the token no more. */
  readonly lose: () => void;
  /** 退出登录: here at once, and at the server as soon as it hears of it. */
  readonly leave: () => void;
};

/** Who is signed in on this page; `read` says whom it takes. */
export function useSession(read: () => KeptSession | null = readSession): SessionOfPage {
  const [session, setSession] = useState(read);
  const lose = (): void => {
    // The one of a checkout buys nothing any more, but the server tells by it where its user came from.
    if (!session?.checkoutId) forgetSession();
    setSession(null);
  };
  const leave = (): void => {
    if (session) void endSession(session.token);
    lose();
  };
  return { session, enter: setSession, lose, leave };
}
