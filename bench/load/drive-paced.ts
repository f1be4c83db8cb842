import { setTimeout as delay } from 'node:timers/promises';
import type { Line } from './line.ts';
import { type Outcome, Tally } from './tally.ts';

/** What is then still under way has failed. */
const PATIENCE_MS = 10_000;
const TICK_MS = 1;

/**
 * An open loop: requests arrive by chance, so many a second, whether or not the earlier ones have been answered. A latency
 * begins when the request should have been sent: a system that stalls cannot hide it by being asked less (coordinated
 * omission), and a generator that is late, by up to a tick, blames itself on the system.
 */
export async function drivePaced(lines: readonly Line[], seconds: number, perSecond: number): Promise<Outcome> {
  const tally = new Tally(seconds);
  const round = new Round(lines, tally);
  let next = performance.now();
  while (next < tally.until) {
    for (const now = performance.now(); next <= now; next += gapMs(perSecond)) round.due(next);
    await delay(TICK_MS);
  }
  await round.finish();
  return tally.outcome();
}

/** Between two arrivals that know nothing of each other. */
const gapMs = (perSecond: number): number => (-Math.log(1 - Math.random()) / perSecond) * 1_000;

class Round {
  readonly #idle: Line[];
  readonly #tally: Tally;
  readonly #waiting: number[] = [];
  #underWay = 0;

  constructor(lines: readonly Line[], tally: Tally) {
    this.#idle = [...lines];
    this.#tally = tally;
  }

  due(at: number): void {
    const line = this.#idle.pop();
    if (line) this.#ask(line, at);
    else this.#waiting.push(at);
  }

  #ask(line: Line, at: number): void {
    this.#underWay += 1;
    line.ask((points) => {
      this.#underWay -= 1;
      this.#tally.note(points, at, performance.now());
      if (line.broken) return;
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(line);
      else this.#ask(line, next);
    });
  }

  async finish(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (this.#underWay + this.#waiting.length > 0 && performance.now() < until) await delay(10);
    this.#tally.fail(this.#underWay + this.#waiting.length);
  }
}
