import { join } from 'node:path';
import type { Change } from './change.ts';
import { openJournal } from './journal.ts';
import { apply, emptyWorld, type World } from './world.ts';

export type Store = {
  readonly world: Readonly<World>;
  /** Durable when it returns: the simulator answers only afterwards. */
  record(change: Change): void;
  close(): void;
};

export function openStore(dataDir: string): Store {
  const { journal, entries } = openJournal(join(dataDir, 'journal.jsonl'));
  const world = emptyWorld();
  for (const entry of entries) apply(world, entry as Change);
  const record = (change: Change): void => {
    journal.append(change);
    apply(world, change);
  };
  return { world, record, close: () => journal.close() };
}
