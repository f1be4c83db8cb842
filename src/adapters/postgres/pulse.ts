import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Unavailable } from '../../domain/shared/faults.ts';
import { roleOption } from './application-role.ts';

type Options = {
  readonly url: string;
  readonly role?: string | null;
};

/** What becomes of work that waits for the database. */
export type Fate = {
  /** Whoever wanted it has been told that it is unavailable: what has not begun does not begin. */
  isGivenUp: boolean;
  /** Called then, so that a connection on which nothing comes is let go. */
  onGiveUp: (() => void) | null;
};
export type Presence = Pick<Pulse, 'during'>;

/** Where nobody watches: each work finds out for itself. */
export const UNWATCHED: Presence = { during: (work) => work({ isGivenUp: false, onGiveUp: null }) };

type Waiter = Fate & { at: number; readonly reject: (error: Unavailable) => void };

const SILENT_AFTER_MS = 1_250;
/** A server that has just been started is slow to let anybody in, and no less there. One that refuses at once is not there. */
const CONNECT_WITHIN_MS = 3_000;
const ASK_EVERY_MS = 200;

/**
 * Whether the database says anything at all. A network that swallows what is sent gives no error, and each request would find
 * out for itself, many seconds later. Here one small question is always under way on a connection of its own; once neither it nor
 * anybody else has had an answer for a while, all who wait are told at once, and nobody else is let in until there is one again.
 */
export class Pulse {
  readonly #options: Options;
  readonly #stopping = new AbortController();
  /** Since when the question has had no answer; null: none is open. */
  #askedAt: number | null = null;
  /** When anybody last had an answer. */
  #heardAt = 0;
  #isSilent = false;
  readonly #waiting = new Waiting();
  #client: pg.Client | null = null;
  #isKnocking = false;
  #watching: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#watching = Promise.all([this.#ask(), this.#judge()]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#drop();
    await this.#watching;
  }

  /**
   * Runs `work` as long as the database talks, and does not wait for it any longer then: what has become of it is unknown.
   * @throws Unavailable while the database is silent, and as soon as it falls silent
   */
  during<T>(work: (fate: Fate) => Promise<T>): Promise<T> {
    if (this.#isSilent) return Promise.reject(new Unavailable('database'));
    return new Promise<T>((resolve, reject) => {
      const fate: Waiter = { isGivenUp: false, onGiveUp: null, at: 0, reject };
      this.#waiting.add(fate);
      work(fate)
        .then((result) => {
          this.#heard();
          resolve(result);
        }, reject)
        .finally(() => this.#waiting.remove(fate));
    });
  }

  #heard(): void {
    this.#heardAt = performance.now();
    this.#isSilent = false;
  }

  async #ask(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#askedAt ??= performance.now();
      try {
        this.#client ??= await this.#connect();
        await this.#client.query('select 1');
        this.#answered();
      } catch (error) {
        // A refusal is an answer, too: there may be too many connections, and those that are open work.
        if (error instanceof pg.DatabaseError) this.#answered();
        this.#drop();
      }
      await this.#pause();
    }
  }

  async #judge(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#pause();
      if (!this.#hasWaited() || this.#isSilent) continue;
      // This process itself may have stood still, and the answer lies unread.
      await new Promise((resolve) => setImmediate(resolve));
      if (!this.#hasWaited()) continue;
      this.#isSilent = true;
      this.#waiting.giveUp();
      this.#drop();
    }
  }

  #answered(): void {
    this.#askedAt = null;
    this.#heard();
  }

  /** Anybody's answer counts: a database that is busy tells one here and one there. */
  #hasWaited(): boolean {
    if (this.#askedAt === null) return false;
    const limitMs = this.#isKnocking ? CONNECT_WITHIN_MS : SILENT_AFTER_MS;
    return performance.now() - Math.max(this.#askedAt, this.#heardAt) >= limitMs;
  }

  async #connect(): Promise<pg.Client> {
    const { url, role } = this.#options;
    const client = new pg.Client({
      ...{ connectionString: url, application_name: 'hot-seahorse pulse', ...roleOption(role) },
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    client.on('error', () => {});
    this.#isKnocking = true;
    try {
      await client.connect();
      return client;
    } finally {
      this.#isKnocking = false;
    }
  }

  /** Whatever waits on it fails. */
  #drop(): void {
    const client = this.#client as unknown as { readonly connection: { readonly stream: { destroy(): void } } } | null;
    client?.connection.stream.destroy();
    this.#client = null;
  }

  async #pause(): Promise<void> {
    await delay(ASK_EVERY_MS, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {});
  }
}

/** All that is under way. No set: one whose members come and go keeps half of all garbage alive (see ResponsesUnderWay). */
class Waiting {
  readonly #all: Waiter[] = [];

  add(waiter: Waiter): void {
    waiter.at = this.#all.push(waiter) - 1;
  }

  remove(waiter: Waiter): void {
    const last = this.#all.pop();
    if (!last || last === waiter) return;
    this.#all[waiter.at] = last;
    last.at = waiter.at;
  }

  giveUp(): void {
    for (const waiter of this.#all) {
      waiter.isGivenUp = true;
      waiter.onGiveUp?.();
      waiter.reject(new Unavailable('database'));
    }
  }
}
