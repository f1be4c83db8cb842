/** Who is signed in, in this tab: by a scan, or by the service that has opened the checkout. */
export type KeptSession = {
  readonly token: string;
  /** Of the user, to be shown; empty for a checkout. */
  readonly name: string;
  /** `chk_…`, where a service has opened it. */
  readonly checkoutId: string | null;
};

const KEY = 'seahorse-session';
/** Where the browser keeps nothing for us, until the page is left. */
let inMemory: string | null = null;

/** In sessionStorage: of this tab alone, and gone with it. */
export function readSession(): KeptSession | null {
  const text = storage((kept) => kept.getItem(KEY)) ?? inMemory;
  return text === null ? null : parse(text);
}

/** Of this checkout and no other; null: of a user. */
export function readSessionOf(checkoutId: string | null): KeptSession | null {
  const session = readSession();
  return session?.checkoutId === checkoutId ? session : null;
}

export function keepSession(session: KeptSession): void {
  inMemory = JSON.stringify(session);
  const text = inMemory;
  storage((kept) => kept.setItem(KEY, text));
}

export function forgetSession(): void {
  inMemory = null;
  storage((kept) => kept.removeItem(KEY));
}

/** Null where the browser lets nobody keep anything. */
function storage<T>(use: (kept: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

function parse(text: string): KeptSession | null {
  try {
    const { token, name, checkoutId } = JSON.parse(text) as Record<string, unknown>;
    const isWhole = typeof token === 'string' && typeof name === 'string';
    return isWhole ? { token, name, checkoutId: typeof checkoutId === 'string' ? checkoutId : null } : null;
  } catch {
    return null;
  }
}
