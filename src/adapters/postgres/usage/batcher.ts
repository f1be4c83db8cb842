import { Unavailable } from '../../../domain/shared/faults.ts';

export type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};
export type Batch<T, R> = readonly Waiting<T, R>[];

type Options<T> = {
  /** How many batches may be under way at once. */
  readonly flights: number;
  /** Items of one name never share a batch. Two batches under way may hold one each: `run` has to bear that. */
  readonly nameOf: (item: T) => string;
};

const MOST_PER_BATCH = 256;
/** A second batch starts beside the first only when it is worth a round trip. */
const WORTH_ANOTHER_FLIGHT = 32;
/** At the rate of a busy database this is more than a second of work; who comes after that is better told to wait. */
const MOST_WAITING = 10_000;

/**
 * What arrives while a batch is under way is the next batch: no timer, so that a lone item leaves at once and a crowd shares
 * one round trip and one flush to the disk.
 */
export class Batcher<T, R> {
  readonly #run: (batch: Batch<T, R>) => Promise<void>;
  readonly #options: Options<T>;
  #waiting: Waiting<T, R>[] = [];
  #underWay = 0;
  #isArmed = false;
  #whenIdle: (() => void)[] = [];

  /** `run` settles every item of its batch and does not throw. */
  constructor(run: (batch: Batch<T, R>) => Promise<void>, options: Options<T>) {
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
    const worth = this.#underWay === 0 ? 1 : WORTH_ANOTHER_FLIGHT;
    if (this.#isArmed || this.#underWay >= this.#options.flights || this.#waiting.length < worth) return;
    this.#isArmed = true;
    setImmediate(() => void this.#fly());
  }

  async #fly(): Promise<void> {
    this.#isArmed = false;
    const batch = this.#take();
    if (batch.length === 0) return;
    this.#underWay += 1;
    this.#arm();
    await this.#run(batch);
    this.#underWay -= 1;
    this.#arm();
    this.#tellIfIdle();
  }

  #take(): Waiting<T, R>[] {
    const batch = new Map<string, Waiting<T, R>>();
    const later: Waiting<T, R>[] = [];
    for (const each of this.#waiting) {
      const name = this.#options.nameOf(each.item);
      if (batch.size < MOST_PER_BATCH && !batch.has(name)) batch.set(name, each);
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
