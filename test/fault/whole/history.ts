import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export type What =
  | 'sign_in'
  | 'order'
  | 'watch'
  | 'pay'
  | 'balance'
  | 'statement'
  | 'usage'
  | 'key'
  | 'end_key'
  | 'refund'
  | 'probe';

/** One request: when it was sent, and its answer, or that none came. Instants are milliseconds of this machine's clock. */
export type Entry = {
  readonly what: What;
  /** Whose it is: the id of a user, without its prefix. */
  readonly user: string | null;
  /** Which API process it was sent to; null: nobody could be connected to. */
  readonly to: string | null;
  /** What the request was about: an idempotency key, an order, a key. */
  readonly about: string | null;
  /** The id of the API key that pays, for a usage. */
  readonly keyId?: string;
  readonly sentAt: number;
  endedAt: number | null;
  /** Null: no answer came, and whether it was carried out is unknown. */
  status: number | null;
  /** What the answer says, without what is secret. */
  said: unknown;
  /** What went wrong instead, in a word. */
  fault?: string;
  retryAfter?: string | null;
};

/** Every request of a run, in memory for the check and as lines of JSON for whoever looks into a failure. */
export class History {
  readonly entries: Entry[] = [];
  readonly #folder: string;
  readonly #file: WriteStream;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#file = createWriteStream(this.path);
  }

  static async open(): Promise<History> {
    return new History(await mkdtemp(path.join(os.tmpdir(), 'seahorse-history-')));
  }

  get path(): string {
    return path.join(this.#folder, 'history.jsonl');
  }

  begin(entry: Pick<Entry, 'what' | 'user' | 'about' | 'to'> & { readonly keyId?: string }): Entry {
    const begun = { ...entry, sentAt: Date.now(), endedAt: null, status: null, said: null };
    this.entries.push(begun);
    return begun;
  }

  end(entry: Entry, answer: Partial<Pick<Entry, 'status' | 'said' | 'fault' | 'retryAfter'>>): void {
    Object.assign(entry, answer, { endedAt: Date.now() });
    this.#file.write(`${JSON.stringify(entry)}\n`);
  }

  /** What came to no end is written down as it is. `keep`: for whoever wants to look. */
  async close(keep: boolean): Promise<void> {
    for (const entry of this.entries) if (entry.endedAt === null) this.#file.write(`${JSON.stringify(entry)}\n`);
    await new Promise((resolve) => this.#file.end(resolve));
    if (keep) console.error(`the history of the run: ${this.path}`);
    else await rm(this.#folder, { recursive: true, force: true });
  }
}

export const ofKind = (entries: readonly Entry[], what: What): Entry[] => entries.filter((each) => each.what === what);
