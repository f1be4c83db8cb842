import { stopTestPostgres } from './postgres.ts';
import { killLeftovers } from './run-command.ts';

/** Loaded by mocha's `require`. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    killLeftovers();
    await stopTestPostgres();
  },
};
