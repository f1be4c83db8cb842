import type { Figure } from '../../figure.ts';
import type { WholeRun } from '../whole-run.ts';

/** Hurts the machine so many times while the load goes on, and tells what was seen; the books are judged afterwards. */
export type Hurt = (run: WholeRun, times: number) => Promise<Figure[]>;

export const msSince = (begun: number): number => Math.round(performance.now() - begun);

export const longest = (spans: readonly number[]): number => Math.max(0, ...spans);
