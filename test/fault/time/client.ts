import type { Application } from '../../../src/cli/composition/compose.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { Dice } from '../dice.ts';
import type { SeededScheduler } from './seeded-scheduler.ts';
import type { VirtualProcess } from './virtual-process.ts';

export type Api = { readonly process: VirtualProcess; readonly application: Application };
type World = {
  readonly scheduler: SeededScheduler;
  readonly dice: Dice;
  readonly apis: readonly Api[];
  readonly reportFault: (error: unknown) => void;
};
const MOST_TRIES = 4;

/** Whoever calls our API: by any of its processes, the same again after no answer, and now and then twice at once. */
export class Client {
  readonly #world: World;
  repeated = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Null: nobody has answered. What it asked may have been done. */
  async call<T>(work: (application: Application) => Promise<T>): Promise<T | null> {
    const { dice } = this.#world;
    if (!dice.chance(0.07)) return this.#callOnce(work);
    this.repeated += 1;
    const [first, second] = await Promise.all([this.#callOnce(work), this.#callOnce(work)]);
    return first ?? second;
  }

  async #callOnce<T>(work: (application: Application) => Promise<T>): Promise<T | null> {
    const { dice, apis, reportFault } = this.#world;
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const { process, application } = dice.pick(apis);
      try {
        return await process.serve(() => work(application));
      } catch (error) {
        if (!(error instanceof Unavailable)) reportFault(error);
      }
      this.repeated += 1;
      await this.sleep(dice.between(100, 20_000));
    }
    return null;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.scheduler.after(ms, resolve));
  }
}
