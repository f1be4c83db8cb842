import { memoryPointsLedger } from '../../src/adapters/memory/memory-points-ledger.ts';
import { emptyState } from '../../src/adapters/memory/memory-state.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';

/** The ledger in memory, on which a fault leaves nothing behind. */
export class RuleLedger {
  #state = emptyState();

  get ledger(): PointsLedger {
    return memoryPointsLedger(this.#state);
  }

  async run<T>(work: (ledger: PointsLedger) => Promise<T>): Promise<T> {
    const copy = structuredClone(this.#state);
    const result = await work(memoryPointsLedger(copy));
    this.#state = copy;
    return result;
  }
}
