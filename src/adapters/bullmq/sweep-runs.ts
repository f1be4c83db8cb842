import type { Sweep } from '../../application/shared/sweep.ts';

export type OnError = (name: string, error: unknown) => void;

/** Runs sweeps by name; within this process, never one sweep twice at a time. */
export class SweepRuns {
  readonly #sweeps: ReadonlyMap<string, Sweep>;
  readonly #signal: AbortSignal;
  readonly #onError: OnError;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(sweeps: readonly Sweep[], signal: AbortSignal, onError: OnError) {
    this.#sweeps = new Map(sweeps.map((sweep) => [sweep.name, sweep]));
    this.#signal = signal;
    this.#onError = onError;
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
    try {
      await sweep.run(this.#signal);
    } catch (error) {
      const obeyed = this.#signal.aborted && error instanceof Error && error.name === 'AbortError';
      if (!obeyed) this.#onError(sweep.name, error);
      throw error;
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }
}
