import type { Storage } from './ports';
import { SignedOutError } from './problems';

const KEY = 'session-token';
const SIGNED_OUT_KEY = 'signed-out';

/** Keeps the session token. However many requests need a new one at once, one login gets it. */
export class SessionKeeper {
  private readonly storage: Storage;
  private readonly logIn: () => Promise<string>;
  private underWay: Promise<string> | null = null;

  constructor(storage: Storage, logIn: () => Promise<string>) {
    this.storage = storage;
    this.logIn = logIn;
  }

  token(): Promise<string> {
    if (this.storage.read(SIGNED_OUT_KEY)) return Promise.reject(new SignedOutError());
    const kept = this.storage.read(KEY);
    return kept ? Promise.resolve(kept) : this.begin();
  }

  /** After a 401 for `refused`. Another request may have got a new token meanwhile. */
  renewed(refused: string): Promise<string> {
    if (this.storage.read(KEY) === refused) this.storage.remove(KEY);
    return this.token();
  }

  forget(): void {
    this.storage.remove(KEY);
  }

  /** Nobody is signed in from now on, until `enter`: also when the mini-program is closed and opened again. */
  leave(): void {
    this.forget();
    this.storage.write(SIGNED_OUT_KEY, 'yes');
  }

  enter(): void {
    this.storage.remove(SIGNED_OUT_KEY);
  }

  private begin(): Promise<string> {
    this.underWay ??= this.logIn()
      .then((token) => {
        this.storage.write(KEY, token);
        return token;
      })
      .finally(() => {
        this.underWay = null;
      });
    return this.underWay;
  }
}
