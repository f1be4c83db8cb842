import { keptSince } from '../../domain/keyvault/refused-call.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

const ROWS_AT_ONCE = 1_000;

/** What is older than owners are shown goes, some at a time. */
export const forgetRefusedCalls = ({ uow }: { readonly uow: UnitOfWork<'refusedCalls' | 'clock'> }): Sweep => ({
  name: 'forget-refused-calls',
  everyMs: 3_600_000,
  run: async (signal) => {
    for (;;) {
      const removed = await uow.run(async ({ refusedCalls, clock }) =>
        refusedCalls.removeBefore(keptSince(await clock.now()), ROWS_AT_ONCE),
      );
      if (removed < ROWS_AT_ONCE || signal.aborted) return;
    }
  },
});
