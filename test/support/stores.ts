import { MemoryUnitOfWork } from '../../src/adapters/memory/memory-unit-of-work.ts';
import type { Stores, UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import { migratedDatabase } from './migrated-database.ts';

type Opened = { readonly uow: UnitOfWork; close(): Promise<void> };

const implementations: readonly { readonly name: string; open(): Promise<Opened> }[] = [
  { name: 'memory', open: async () => ({ uow: new MemoryUnitOfWork(), close: async () => {} }) },
  {
    name: 'PostgreSQL',
    open: async () => {
      const { uow, drop } = await migratedDatabase();
      return { uow, close: drop };
    },
  },
];

/** Runs `work` in a transaction of its own, committed when it ends. */
export type Commit = <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;

/** One suite for every implementation of the stores; each test starts without rows. */
export function describeStores(title: string, suite: (commit: Commit) => void): void {
  for (const { name, open } of implementations) {
    describe(`${title} on ${name}`, () => {
      let opened: Opened;
      beforeEach(async () => {
        opened = await open();
      });
      afterEach(() => opened.close());
      suite((work) => opened.uow.run(work));
    });
  }
}
