import type { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Stores, UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { Dice } from '../dice.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { VirtualProcess } from './virtual-process.ts';

type World = {
  readonly memory: MemoryUnitOfWork;
  readonly clock: VirtualClock;
  readonly dice: Dice;
  readonly troubles: Troubles;
  readonly process: VirtualProcess;
  /** What of the stores a planted mistake takes over. */
  readonly plant: (stores: Stores) => Stores;
};
const FATES = ['refused', 'rolled_back_once', 'answer_lost', 'dies_before', 'dies_after'] as const;
const FATE_CHANCE = 0.06;

/** The memory's, in turns that the dice decide, and with what happens between a process and its database. */
export class SimulatedUnitOfWork implements UnitOfWork {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async run<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    const { memory, clock, dice, troubles, process, plant } = this.#world;
    // Mostly in the same instant, so that what was aimed at an instant meets it.
    await process.pass(dice.chance(0.7) ? 0 : dice.between(1, 40));
    memory.now = clock.now();
    const isHit = troubles.isOn('flaky', clock.ms) && dice.chance(FATE_CHANCE);
    const fate = isHit ? dice.pick(FATES) : 'well';
    if (fate === 'refused') throw new Unavailable('database');
    if (fate === 'rolled_back_once') await rolledBack(memory, (stores) => work(plant(stores)));
    if (fate === 'dies_before') return this.#die();
    const result = await memory.run((stores) => work(plant(stores)));
    if (fate === 'answer_lost') throw new Unavailable('database');
    return fate === 'dies_after' ? this.#die() : result;
  }

  #die(): Promise<never> {
    const { process, dice } = this.#world;
    process.die(dice.between(500, 20_000));
    // One of its own: whoever waits for it is forgotten with it.
    return new Promise<never>(() => {});
  }
}

/** As after a serialization failure: the work has run, and leaves nothing. */
async function rolledBack(memory: MemoryUnitOfWork, work: (stores: Stores) => Promise<unknown>): Promise<void> {
  const fault = new Error('could not serialize access');
  await memory
    .run(async (stores) => {
      await work(stores);
      throw fault;
    })
    .catch((error: unknown) => {
      if (error !== fault) throw error;
    });
}
