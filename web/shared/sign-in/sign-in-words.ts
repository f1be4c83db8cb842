import type { Texts, Words } from '../texts/texts.ts';
import type { SignIn } from './sign-in-state.ts';

/** Null: it has not ended. */
export function endOf({ signIn }: Texts, state: SignIn): Words | null {
  switch (state.kind) {
    case 'expired':
    case 'refused':
    case 'used':
    case 'trouble':
      return signIn[state.kind];
    case 'too_many':
      return signIn.tooMany(Math.ceil(state.retryAfterMs / 1_000));
    default:
      return null;
  }
}

/** What is read out. */
export function saidOf(texts: Texts, state: SignIn): string {
  const { signIn } = texts;
  if (state.kind === 'asking') return signIn.asking;
  if (state.kind === 'signed_in') return signIn.done;
  if (state.kind !== 'scanning') return endOf(texts, state)?.title ?? '';
  return state.ticket.qr.kind === 'official_account' ? signIn.scanAccount : signIn.scanMiniProgram;
}
