import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { SeededScheduler } from './seeded-scheduler.ts';

/** A process of ours. When it dies, what it was doing never goes on, and whoever waits for its answer hears that the line is dead. */
export class VirtualProcess {
  readonly #scheduler: SeededScheduler;
  readonly #waiting = new Set<(error: Error) => void>();
  #life = 0;
  #downUntilMs = 0;
  deaths = 0;

  constructor(scheduler: SeededScheduler) {
    this.#scheduler = scheduler;
  }

  get isDown(): boolean {
    return this.#scheduler.clock.ms < this.#downUntilMs;
  }

  /** Goes on after so long, unless the process has died meanwhile. */
  pass(ms: number): Promise<void> {
    const life = this.#life;
    return new Promise((resolve) => {
      this.#scheduler.after(ms, () => {
        if (life === this.#life) resolve();
      });
    });
  }

  /** What it answers to somebody outside. */
  serve<T>(work: () => Promise<T>): Promise<T> {
    if (this.isDown) return Promise.reject(new Unavailable('database', { cause: new Error('nobody listens') }));
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const done = (): void => void this.#waiting.delete(reject);
      work().then(
        (answer) => {
          done();
          resolve(answer);
        },
        (error: unknown) => {
          done();
          reject(error);
        },
      );
    });
  }

  /** kill -9; another one is there in so long. */
  die(backAfterMs: number): void {
    this.deaths += 1;
    this.#life += 1;
    this.#downUntilMs = this.#scheduler.clock.ms + backAfterMs;
    const lost = [...this.#waiting];
    this.#waiting.clear();
    for (const reject of lost) reject(new Unavailable('database', { cause: new Error('the process died') }));
  }
}
