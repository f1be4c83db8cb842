/** Time that stands still until somebody moves it on. All processes read the same clock: it is that of the database. */
export class VirtualClock {
  #ms: number;

  constructor(start: Date) {
    this.#ms = start.getTime();
  }

  get ms(): number {
    return this.#ms;
  }

  now(): Date {
    return new Date(this.#ms);
  }

  moveTo(ms: number): void {
    if (ms < this.#ms) throw new RangeError('time does not go back');
    this.#ms = ms;
  }
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
