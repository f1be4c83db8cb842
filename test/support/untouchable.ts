import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';

/** For what must be decided without a transaction. */
export const untouchable: UnitOfWork = {
  run: () => Promise.reject(new Error('this must not cost a transaction')),
};
