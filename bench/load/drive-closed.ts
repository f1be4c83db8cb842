import type { Line } from './line.ts';
import { type Outcome, Tally } from './tally.ts';

/** A closed loop: each line asks again as soon as it is answered, so that as many requests are under way as there are lines. */
export async function driveClosed(lines: readonly Line[], seconds: number): Promise<Outcome> {
  const tally = new Tally(seconds);
  await Promise.all(lines.map((line) => askUntilOver(line, tally)));
  return tally.outcome();
}

const askUntilOver = (line: Line, tally: Tally): Promise<void> =>
  new Promise((resolve) => {
    const ask = (): void => {
      const since = performance.now();
      line.ask((points) => {
        const now = performance.now();
        tally.note(points, since, now);
        if (now < tally.until && !line.broken) ask();
        else resolve();
      });
    };
    ask();
  });
