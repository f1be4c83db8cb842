import type { StoredCredentials } from './credentials/credentials.ts';
import type { Keyring } from './credentials/keyring.ts';
import type { Store } from './state/store.ts';
import type { BusinessClock } from './time/business-clock.ts';

export type Log = (line: Record<string, unknown>) => void;

/** What every part of the simulator works with. */
export type Context = {
  readonly credentials: StoredCredentials;
  readonly keyring: Keyring;
  readonly store: Store;
  readonly now: BusinessClock;
  readonly log: Log;
  /** Where the mini-program can be seen; null: nowhere. */
  readonly miniProgramUrl: string | null;
};
