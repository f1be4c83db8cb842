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
  /** Time of this process, in ms; for tests. */
  readonly nowMs?: () => number;
};

const MOST_PER_BATCH = 256;
/** So few leave together: another round trip would cost more than it saves. */
const NEVER_SPLIT = 8;
/** Who come within this time have not come over a network one by one: a list of calls, or callers in this process. */
const AT_ONCE_MS = 2;
/** At the rate of a busy database this is more than a second of work; who comes after that is better told to wait. */
const MOST_WAITING = 10_000;

/**
 * What arrives while a batch is under way is the next batch: it waits for nothing else, so that a lone item leaves at once and
 * a crowd shares one round trip and one flush to the disk. Two at once would be smaller, and share less: measured with 16, 64
 * and 256 callers, even where the disk takes its time.
 *
 * A crowd that asks again as soon as it is answered is split in halves, of which one is decided while the other is answered and
 * asks. Left alone, it stays in whatever parts it came in, all of it in the worst case, and then the database waits for us as
 * long as we for it: with 64 callers a quarter fewer calls in a second. What comes at once to an idle database leaves at once:
 * there is nothing to do meanwhile.
 */
export class Batcher<T, R> {
  readonly #run: (batch: Batch<T, R>) => Promise<Settle>;
  readonly #options: Options<T>;
  readonly #nowMs: () => number;
  #waiting: Waiting<T, R>[] = [];
  /** When the first of them came. */
  #waitingSince = 0;
  #underWay = 0;
  #onRunway = 0;
  #isArmed = false;
  #whenIdle: (() => void)[] = [];

  /** `run` does not throw: what it answers settles every item of its batch. */
  constructor(run: (batch: Batch<T, R>) => Promise<Settle>, options: Options<T>) {
    this.#run = run;
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  add(item: T): Promise<R> {
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(new Unavailable('database', { retryAfterSeconds: 1 }));
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#waitingSince = this.#nowMs();
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
    const most = this.#isCrowd(decided) ? this.#half(decided) : MOST_PER_BATCH;
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

  #isCrowd(decided: number): boolean {
    return decided > 0 || this.#nowMs() - this.#waitingSince > AT_ONCE_MS;
  }

  #half(decided: number): number {
    const half = Math.ceil((decided + this.#waiting.length) / 2);
    return Math.min(Math.max(half, NEVER_SPLIT), MOST_PER_BATCH);
  }

  #tellIfIdle(): void {
    if (this.#underWay > 0 || this.#waiting.length > 0) return;
    for (const tell of this.#whenIdle.splice(0)) tell();
  }
}
