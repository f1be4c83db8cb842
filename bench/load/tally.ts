import { Latencies, type Percentiles } from '../statistics/latencies.ts';
import { FAILED } from './line.ts';

/** How a load went, as the generator saw it. */
export type Outcome = Percentiles & {
  readonly requestsPerSecond: number;
  readonly answers: number;
  readonly points: number;
  readonly failures: number;
  readonly generatorCpuUs: number;
};

/** Counts every answer; only those that came in time count for the rate. */
export class Tally {
  readonly #latencies = new Latencies();
  readonly #begun = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly until: number;
  readonly #seconds: number;
  #answers = 0;
  #inTime = 0;
  #points = 0;
  #failures = 0;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.until = this.#begun + seconds * 1_000;
  }

  note(points: number, since: number, now: number): void {
    if (points === FAILED) {
      this.#failures += 1;
      return;
    }
    this.#answers += 1;
    this.#points += points;
    if (now <= this.until) this.#inTime += 1;
    this.#latencies.add(now - since);
  }

  fail(count: number): void {
    this.#failures += count;
  }

  outcome(): Outcome {
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      ...this.#latencies.percentiles(),
      requestsPerSecond: this.#inTime / this.#seconds,
      ...{ answers: this.#answers, points: this.#points, failures: this.#failures },
      generatorCpuUs: (user + system) / Math.max(1, this.#answers),
    };
  }
}
