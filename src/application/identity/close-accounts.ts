import { lookAgainAt } from '../../domain/identity/closing.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { FinishClosing } from './finish-closing.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'closings' | 'clock'>;
  readonly finishClosing: FinishClosing;
  readonly reportFault: ReportFault;
};
const SYSTEM: DoneBy = { actor: { kind: 'system' }, requestId: null };

/** Accounts that nobody has taken back in time, one transaction each. */
export const closeAccounts = ({ uow, finishClosing, reportFault }: Dependencies): Sweep => ({
  name: 'close-accounts',
  everyMs: 60_000,
  run: async (signal) => {
    const take = (limit: number) =>
      uow.run(async ({ closings, clock }) => {
        const now = await clock.now();
        const taken = await closings.takeDue(now, limit);
        for (const userId of taken) await closings.lookAgain(userId, lookAgainAt(now));
        return taken;
      });
    const finish = (userId: UserId) => finishClosing(userId, SYSTEM);
    await runDue(take, finish, { signal, reportFault });
  },
});
