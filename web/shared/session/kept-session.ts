import { forgetInTab, keepInTab, readInTab } from './tab-storage.ts';

/** Who is signed in, in this tab: by a scan, or by the service that has opened the checkout. */
export type KeptSession = {
  readonly token: string;
  /** Of the user, to be shown; empty for a checkout. */
  readonly name: string;
  /** `chk_…`, where a service has opened it. */
  readonly checkoutId: string | null;
};

const KEY = 'seahorse-session';

export function readSession(): KeptSession | null {
  const { token, name, checkoutId } = readInTab(KEY) ?? {};
  if (typeof token !== 'string' || typeof name !== 'string') return null;
  return { token, name, checkoutId: typeof checkoutId === 'string' ? checkoutId : null };
}

/** Of this checkout and no other; null: of a user. */
export function readSessionOf(checkoutId: string | null): KeptSession | null {
  const session = readSession();
  return session?.checkoutId === checkoutId ? session : null;
}

export const keepSession = (session: KeptSession): void => keepInTab(KEY, session);
export const forgetSession = (): void => forgetInTab(KEY);
