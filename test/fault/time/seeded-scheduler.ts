import type { Dice } from '../dice.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Item = {
  readonly atMs: number;
  /** Thrown when it was put down: what happens at the same instant happens in this order. */
  readonly turn: number;
  readonly run: () => void;
};

/**
 * The agenda of everything that will happen. One item at a time, in the order of virtual time, and by the dice within one
 * instant; whatever waits goes on by an item of its own, so that the dice decide also who of two goes first.
 */
export class SeededScheduler {
  readonly clock: VirtualClock;
  readonly #dice: Dice;
  /** The next one is the last. */
  readonly #agenda: Item[] = [];

  constructor(clock: VirtualClock, dice: Dice) {
    this.clock = clock;
    this.#dice = dice;
  }

  /** What is late happens now. */
  at(ms: number, run: () => void): void {
    const item = { atMs: Math.max(ms, this.clock.ms), turn: this.#dice.next(), run };
    let [from, to] = [0, this.#agenda.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isBefore(item, this.#agenda[middle] as Item)) from = middle + 1;
      else to = middle;
    }
    this.#agenda.splice(from, 0, item);
  }

  after(ms: number, run: () => void): void {
    this.at(this.clock.ms + ms, run);
  }

  /** Everything up to `endMs`; `goesOn` sees the world between two steps, and may end it. */
  async runUntil(endMs: number, goesOn: () => boolean): Promise<void> {
    for (let next = this.#agenda.at(-1); next && next.atMs <= endMs; next = this.#agenda.at(-1)) {
      this.#agenda.pop();
      this.clock.moveTo(next.atMs);
      next.run();
      await everythingWaits();
      if (!goesOn()) return;
    }
    this.clock.moveTo(endMs);
  }
}

const isBefore = (a: Item, b: Item): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);

/** Nothing here waits for anything but the agenda, so that one round of the event loop is enough. */
const everythingWaits = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
