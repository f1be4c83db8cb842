import { RELEASE_RETRY_MS } from '../../domain/ledger/hold.ts';
import type { HoldId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { lockHold } from './lock-hold.ts';
import { type ReleaseNeeds, releaseWithin } from './release-hold.ts';

type Dependencies = {
  readonly uow: UnitOfWork<ReleaseNeeds>;
  readonly ids: IdSource;
  readonly reportFault: ReportFault;
};

/** Holds whose services have forgotten them, or have died: their points go back. */
export const releaseExpiredHolds = ({ uow, ids, reportFault }: Dependencies): Sweep => ({
  name: 'release-expired-holds',
  everyMs: 5_000,
  run: async (signal) => {
    const take = (limit: number) =>
      uow.run(async ({ holds, clock }) => {
        const now = await clock.now();
        const taken = await holds.takeDue(now, limit);
        const retryAt = new Date(now.getTime() + RELEASE_RETRY_MS);
        for (const id of taken) await holds.scheduleRelease(id, retryAt);
        return taken;
      });
    const release = (id: HoldId) =>
      uow.run(async (stores) => {
        const hold = await lockHold(stores, id);
        if (hold) await releaseWithin(stores, ids, hold, 'expiry');
      });
    await runDue(take, release, { signal, reportFault });
  },
});
