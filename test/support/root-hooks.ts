import { stopTestPostgres } from './postgres.ts';

/** Loaded by mocha's `require`. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopTestPostgres();
  },
};
