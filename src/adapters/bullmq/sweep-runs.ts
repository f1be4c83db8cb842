import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Sweep } from '../../application/shared/sweep.ts';

/** `run` is the id of the run that failed, in what the log says of it. */
export type OnError = (name: string, error: unknown, run?: string) => void;

/** One run of one sweep; the id stands in all that is written down about it. */
export type Run = { readonly sweep: string; readonly run: string };
/** `stopped`: it was told to end, and did. */
export type RunOutcome = 'done' | 'failed' | 'stopped';

/** What is told of runs, and what goes around each of them. */
export type RunWatch = {
  readonly within: <T>(run: Run, work: () => Promise<T>) => Promise<T>;
  readonly ended: (run: Run, outcome: RunOutcome, seconds: number) => void;
};
export const UNWATCHED: RunWatch = { within: (_run, work) => work(), ended: () => {} };

/** Runs sweeps by name; within this process, never one sweep twice at a time. */
export class SweepRuns {
  readonly #sweeps: ReadonlyMap<string, Sweep>;
  readonly #signal: AbortSignal;
  readonly #onError: OnError;
  readonly #watch: RunWatch;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(sweeps: readonly Sweep[], signal: AbortSignal, onError: OnError, watch = UNWATCHED) {
    // Each run listens to it: as many as there are sweeps is no leak.
    setMaxListeners(0, signal);
    this.#sweeps = new Map(sweeps.map((sweep) => [sweep.name, sweep]));
    this.#signal = signal;
    this.#onError = onError;
    this.#watch = watch;
  }

  async run(name: string): Promise<void> {
    const sweep = this.#sweeps.get(name);
    // BullMQ starts the next run on time even if this one is not over.
    if (!sweep || this.#underWay.has(name) || this.#signal.aborted) return;
    const run = this.#attempt(sweep);
    this.#underWay.set(name, run);
    await run.finally(() => this.#underWay.delete(name));
  }

  /** Reported here rather than by BullMQ, which cannot tell of a failure while its store is away. */
  async #attempt(sweep: Sweep): Promise<void> {
    const run = { sweep: sweep.name, run: randomUUID() };
    const startedAt = performance.now();
    const ended = (outcome: RunOutcome) => this.#watch.ended(run, outcome, (performance.now() - startedAt) / 1_000);
    try {
      await this.#watch.within(run, () => sweep.run(this.#signal));
      ended(this.#signal.aborted ? 'stopped' : 'done');
    } catch (error) {
      const obeyed = this.#signal.aborted && error instanceof Error && error.name === 'AbortError';
      ended(obeyed ? 'stopped' : 'failed');
      if (!obeyed) this.#onError(sweep.name, error, run.run);
      throw error;
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }
}
