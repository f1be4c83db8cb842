import { aWorld, type World } from '../../../http/access/world.ts';
import type { TestSystem } from '../../../support/http/test-system.ts';
import type { Callers } from './callers.ts';

const TRIES = 5;

/** One after the other: payments that are notified all at once are left to a sweep, and a world waits for no sweep. */
export class Worlds {
  #last: Promise<unknown> = Promise.resolve();

  /** `before`: the one of before this, who is a stranger from now on. */
  make(system: TestSystem, before: World | null): Promise<Callers> {
    const made = this.#last.then(async () => ({
      ...{ world: await aWorldAtLast(system), stranger: before ?? (await aWorldAtLast(system)) },
      powerless: await system.actors.aService({ operations: [] }),
    }));
    this.#last = made.catch(() => {});
    return made;
  }
}

/** On a busy machine a payment may be settled a moment after it was confirmed. */
async function aWorldAtLast(system: TestSystem): Promise<World> {
  for (let tried = 1; ; tried++) {
    try {
      return await aWorld(system);
    } catch (error) {
      if (tried === TRIES) throw error;
      await system.sweep();
    }
  }
}
