import fc from 'fast-check';
import { stopTestPostgres } from './postgres.ts';
import { killLeftovers } from './run-command.ts';

/** The same cases at every run, so that a failure is a change's; another seed searches further: FC_SEED=7 npm test. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) });

/** Loaded by mocha's `require`. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    killLeftovers();
    await stopTestPostgres();
  },
};
