import type { Stores, UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import type { Gate } from './gate.ts';
import { kebab } from './port-names.ts';
import { watchStore } from './watch-port.ts';

/** The same unit of work; it passes the gate before and after each commit of something, and after each store that writes. */
export function watchUnitOfWork<Needed extends keyof Stores>(uow: UnitOfWork<Needed>, gate: Gate): UnitOfWork<Needed> {
  return {
    run: async (work) => {
      let hasWritten = false;
      const noteWrite = () => {
        hasWritten = true;
      };
      const outcome = await gate.whileAlive(
        uow.run(async (stores) => {
          const result = await work(watchStores(stores, gate, noteWrite));
          if (hasWritten) await gate.cross('unit-of-work.commit', 'before');
          return result;
        }),
      );
      if (hasWritten) await gate.cross('unit-of-work.commit', 'after');
      return outcome;
    },
  };
}

const watchStores = <S extends object>(stores: S, gate: Gate, noteWrite: () => void): S =>
  Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [name, watchStore(store as object, kebab(name), gate, noteWrite)]),
  ) as S;
