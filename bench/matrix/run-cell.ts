import type { Contender, Load, Slice } from '../contender.ts';
import type { Cell } from './cell.ts';

/** Enough for the compiler of V8, and for the pages that PostgreSQL writes whole after a checkpoint. */
const WARM_UP_SECONDS = 2;

/**
 * One short slice each to warm up, then one after the other, round after round: whatever else the machine does meanwhile
 * meets all of them. Each round begins with another one, so that nobody always follows the same neighbour.
 */
export async function runCell(contenders: readonly Contender[], load: Load, rounds: number): Promise<Cell> {
  const taking = contenders.filter((contender) => contender.takes(load));
  const slices = new Map<string, Slice[]>(taking.map(({ name }) => [name, []]));
  for (const contender of taking) {
    if (contender.warmsUp) await runSlice(contender, { ...load, seconds: WARM_UP_SECONDS });
  }
  for (let round = 0; round < rounds; round++) {
    const first = taking.length === 0 ? 0 : round % taking.length;
    for (const contender of [...taking.slice(first), ...taking.slice(0, first)]) {
      if (round >= (contender.mostRounds?.(load) ?? rounds)) continue;
      slices.get(contender.name)?.push(await runSlice(contender, load));
    }
  }
  return { load, slices };
}

/** Everything that was answered must be in the books, what warmed up included. */
export async function runSlice(contender: Contender, load: Load): Promise<Slice> {
  const slice = await contender.run(load);
  contender.books?.note(slice);
  return slice;
}
