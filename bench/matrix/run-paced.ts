import type { Contender, Load } from '../contender.ts';
import type { PacedResult } from '../results.ts';
import { summarise } from './compare.ts';
import { runCell, runSlice } from './run-cell.ts';

const LONGER = 4;

/** Finds out how much it can take at most, then asks for half of that, however long the answers take. */
export async function runPaced(contender: Contender, load: Load, rounds: number): Promise<PacedResult> {
  const { slices } = await runCell([contender], load, rounds);
  const saturation = summarise(slices.get(contender.name) ?? []).requestsPerSecond;
  const perSecond = saturation / 2;
  const slice = await runSlice(contender, { ...load, seconds: load.seconds * LONGER, requestsPerSecond: perSecond });
  return { spread: load.spread, perSecond, slice };
}
