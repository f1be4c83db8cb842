import { AsyncLocalStorage } from 'node:async_hooks';
import type { Run } from '../../adapters/bullmq/sweep-runs.ts';

const context = new AsyncLocalStorage<Run>();

/** Whatever is written down while `work` goes on says that it was this run. A process without workers pays nothing for it. */
export const withinRun = <T>(run: Run, work: () => Promise<T>): Promise<T> => context.run(run, work);

export const currentRun = (): Run | undefined => context.getStore();
