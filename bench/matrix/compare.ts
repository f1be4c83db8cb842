import type { Slice } from '../contender.ts';
import { median, medianOrNull } from '../statistics/median.ts';
import type { Cell } from './cell.ts';

/** The median over the rounds of a ratio within each round; null where one of the two did not take part. */
export function ratio(
  cell: Cell | undefined,
  of: string,
  to: string,
  measure: (slice: Slice) => number,
): number | null {
  const [ours, theirs] = [cell?.slices.get(of), cell?.slices.get(to)];
  if (!ours?.length || !theirs?.length) return null;
  const rounds = Math.min(ours.length, theirs.length);
  return median(ours.slice(0, rounds).map((slice, round) => measure(slice) / measure(theirs[round] as Slice)));
}

/** The median of each number on its own. */
export const summarise = (slices: readonly Slice[]): Slice => ({
  requestsPerSecond: median(slices.map((slice) => slice.requestsPerSecond)),
  p50Ms: median(slices.map((slice) => slice.p50Ms)),
  p99Ms: median(slices.map((slice) => slice.p99Ms)),
  p999Ms: median(slices.map((slice) => slice.p999Ms)),
  postgresCpuUs: medianOrNull(slices.map((slice) => slice.postgresCpuUs)),
  nodeCpuUs: medianOrNull(slices.map((slice) => slice.nodeCpuUs)),
  generatorCpuUs: medianOrNull(slices.map((slice) => slice.generatorCpuUs)),
  nodeMebibytes: medianOrNull(slices.map((slice) => slice.nodeMebibytes)),
  failures: slices.reduce((sum, slice) => sum + slice.failures, 0),
  answers: slices.reduce((sum, slice) => sum + slice.answers, 0),
  points: slices.reduce((sum, slice) => sum + slice.points, 0),
});
