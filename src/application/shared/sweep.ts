/**
 * Work that is found by asking the database "what is due?". A run is idempotent, may overlap with another run or be lost:
 * rows, not jobs, carry the truth.
 */
export type Sweep = {
  readonly name: string;
  readonly everyMs: number;
  /** Stops early, between two rows, when `signal` is aborted. */
  run(signal: AbortSignal): Promise<void>;
};

/** Port. Runs sweeps on a schedule, shared by all worker processes. */
export interface SweepScheduler {
  start(sweeps: readonly Sweep[]): Promise<void>;
  /** Waits for the runs under way, at most `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}
