import { claimLogin, openLoginTicket } from '../api/signing-in.ts';
import { wait } from '../wait.ts';
import { deviceName } from './device-name.ts';
import { ASKING, afterClaim, afterOpening, type SignIn } from './sign-in-state.ts';

/** From a new code to its end; `show` hears each state on the way. What claims the session stays in here. */
export async function signIn(show: (state: SignIn) => void, signal: AbortSignal): Promise<void> {
  const tell = (state: SignIn): void => {
    if (!signal.aborted) show(state);
  };
  tell(ASKING);
  let state: SignIn = afterOpening(await openLoginTicket(deviceName(navigator.userAgent)));
  tell(state);
  while (state.kind === 'scanning' && !signal.aborted) {
    const { ticket } = state;
    await wait(ticket.poll_after_ms, signal, { wakes: true });
    if (!signal.aborted) state = afterClaim(await claimLogin(ticket, signal), ticket);
  }
  tell(state);
}
