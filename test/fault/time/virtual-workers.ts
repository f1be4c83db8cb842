import type { Sweep } from '../../../src/application/shared/sweep.ts';
import type { Dice } from '../dice.ts';
import { DUE_AT, OTHERS_EVERY_MS, type Rows } from './due-work.ts';
import type { SeededScheduler } from './seeded-scheduler.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualProcess } from './virtual-process.ts';

type World = {
  readonly scheduler: SeededScheduler;
  readonly dice: Dice;
  readonly troubles: Troubles;
  readonly process: VirtualProcess;
  readonly rows: () => Rows;
  readonly reportFault: (error: unknown) => void;
};

/** Runs each sweep within its interval after something has become due for it, and not while the workers are dead. */
export class VirtualWorkers {
  readonly #world: World;
  readonly #neverAborted = new AbortController().signal;
  readonly #sweeps: readonly Sweep[];
  /** When each will run; what was planned for another instant is not run. */
  readonly #plannedMs = new Map<string, number>();
  runs = 0;

  constructor(world: World, sweeps: readonly Sweep[]) {
    this.#world = world;
    this.#sweeps = sweeps;
    const unknown = sweeps.filter(({ name }) => !(name in DUE_AT) && !(name in OTHERS_EVERY_MS));
    if (unknown.length > 0)
      throw new Error(`nobody knows when these are due: ${unknown.map(({ name }) => name).join()}`);
    for (const sweep of sweeps) if (sweep.name in OTHERS_EVERY_MS) this.#repeat(sweep);
  }

  /** To be called after each commit, which may have made something due for a sweep. */
  look(): void {
    const { rows, scheduler } = this.#world;
    for (const sweep of this.#sweeps) {
      const dueMs = DUE_AT[sweep.name]?.(rows(), scheduler.clock.now()) ?? null;
      if (dueMs !== null) this.#plan(sweep, Math.max(dueMs, scheduler.clock.ms));
    }
  }

  /** The longer of the two plans falls. */
  #plan(sweep: Sweep, dueMs: number): void {
    const { scheduler, dice } = this.#world;
    const planned = this.#plannedMs.get(sweep.name);
    if (planned !== undefined && planned <= dueMs + sweep.everyMs) return;
    const atMs = dueMs + dice.between(0, sweep.everyMs);
    this.#plannedMs.set(sweep.name, atMs);
    scheduler.at(atMs, () => {
      if (this.#plannedMs.get(sweep.name) !== atMs) return;
      this.#plannedMs.delete(sweep.name);
      this.#run(sweep);
    });
  }

  #repeat(sweep: Sweep): void {
    const { scheduler, dice } = this.#world;
    scheduler.after(dice.next() * 2 * (OTHERS_EVERY_MS[sweep.name] as number), () => {
      this.#run(sweep);
      this.#repeat(sweep);
    });
  }

  #run(sweep: Sweep): void {
    const { scheduler, troubles, process, reportFault } = this.#world;
    const deadUntil = troubles.endOf('workers_dead', scheduler.clock.ms);
    if (deadUntil !== null || process.isDown) return this.#plan(sweep, deadUntil ?? scheduler.clock.ms + 1_000);
    this.runs += 1;
    // A run that fails is one that has not been: another one finds what is due.
    void process
      .serve(() => sweep.run(this.#neverAborted))
      .catch(reportFault)
      .finally(() => this.look());
  }
}
