import fc from 'fast-check';
import type { Context } from 'mocha';
import { noteTest } from './leaks/note.ts';
import { stopTestPostgres } from './postgres.ts';
import { killLeftovers } from './run-command.ts';

/** The same cases at every run, so that a failure is a change's; another seed searches further: FC_SEED=7 npm test. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) });

/** Loaded by mocha's `require`. */
export const mochaHooks = {
  beforeEach(this: Context): void {
    noteTest(this.currentTest?.fullTitle());
  },
  async afterAll(): Promise<void> {
    killLeftovers();
    await stopTestPostgres();
  },
};
