import { setImmediate as turn } from 'node:timers/promises';
import { Unavailable } from '../../../domain/shared/faults.ts';

export type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};
export type Batch<T, R> = readonly Waiting<T, R>[];

/** Gives each item of a batch its result, or its fault. */
export type Settle = () => void;

type Options<T> = {
  /** How many batches may be under way at most: one that is being decided, others that are being answered or held up. */
  readonly flights: number;
  /** From when on a batch is in nobody's way any more: a lock holds it up, or the network. */
  readonly heldUpAfterMs: number;
  /** Items of one name never share a batch. Two batches under way may hold one each: `run` has to bear that. */
  readonly nameOf: (item: T) => string;
};

const MOST_PER_BATCH = 256;
/** So few leave together: another round trip would cost more than it saves. */
const NEVER_SPLIT = 8;
/** At the rate of a busy database this is more than a second of work; who comes after that is better told to wait. */
const MOST_WAITING = 10_000;

/**
 * What arrives while a batch is under way is the next batch: it waits for nothing else, so that a lone item leaves at once and
 * a crowd shares one round trip and one flush to the disk. Two at once would be smaller, and share less: measured with 16, 64
 * and 256 callers, even where the disk takes its time.
 *
 * A crowd that asks again as soon as it is answered is split in halves, of which one is decided while the other is answered and
 * asks. Left alone, it stays in whatever parts it came in, all at once in the worst case, and then the database waits for us as
 * long as we for it: with 64 callers a quarter fewer calls in a second.
 */
export class Batcher<T, R> {
  readonly #run: (batch: Batch<T, R>) => Promise<Settle>;
  readonly #options: Options<T>;
  #waiting: Waiting<T, R>[] = [];
  #underWay = 0;
  #onRunway = 0;
  #isArmed = false;
  #whenIdle: (() => void)[] = [];

  /** `run` does not throw: what it answers settles every item of its batch. */
  constructor(run: (batch: Batch<T, R>) => Promise<Settle>, options: Options<T>) {
    this.#run = run;
    this.#options = options;
  }

  add(item: T): Promise<R> {
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(new Unavailable('database', { retryAfterSeconds: 1 }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#arm();
    });
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
      this.#tellIfIdle();
    });
  }

  #arm(): void {
    if (this.#isArmed || !this.#mayFly()) return;
    this.#isArmed = true;
    setImmediate(() => {
      this.#isArmed = false;
      if (this.#mayFly()) void this.#fly();
    });
  }

  #mayFly(): boolean {
    return this.#onRunway === 0 && this.#underWay < this.#options.flights && this.#waiting.length > 0;
  }

  /** `decided`: how many are about to be answered. */
  async #fly(decided = 0): Promise<void> {
    this.#underWay += 1;
    const leaveRunway = this.#enterRunway();
    const batch = this.#take(decided);
    const settle = await this.#run(batch);
    // The next leaves before these are answered, which takes as long as to decide them: the database need not wait for it.
    if (leaveRunway(batch.length)) await turn();
    settle();
    this.#underWay -= 1;
    this.#arm();
    this.#tellIfIdle();
  }

  /** Answers how to leave it, which says whether another one has entered. */
  #enterRunway(): (decided: number) => boolean {
    let isThere = true;
    const leave = (decided: number): boolean => {
      if (!isThere) return false;
      isThere = false;
      clearTimeout(heldUp);
      this.#onRunway -= 1;
      const isNextToLeave = !this.#isArmed && this.#mayFly();
      if (isNextToLeave) void this.#fly(decided);
      return isNextToLeave;
    };
    const heldUp = setTimeout(() => leave(0), this.#options.heldUpAfterMs);
    this.#onRunway += 1;
    return leave;
  }

  #take(decided: number): Waiting<T, R>[] {
    const half = Math.ceil((decided + this.#waiting.length) / 2);
    const most = Math.min(Math.max(half, NEVER_SPLIT), MOST_PER_BATCH);
    const batch = new Map<string, Waiting<T, R>>();
    const later: Waiting<T, R>[] = [];
    for (const each of this.#waiting) {
      const name = this.#options.nameOf(each.item);
      if (batch.size < most && !batch.has(name)) batch.set(name, each);
      else later.push(each);
    }
    this.#waiting = later;
    return [...batch.values()];
  }

  #tellIfIdle(): void {
    if (this.#underWay > 0 || this.#waiting.length > 0) return;
    for (const tell of this.#whenIdle.splice(0)) tell();
  }
}
