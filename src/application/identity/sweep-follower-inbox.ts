import { nextEventTryAt, stampsEndAt } from '../../domain/identity/follower-inbox.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { HandleFollowerEvent } from './handle-follower-event.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'followerInbox' | 'clock'>;
  readonly handleFollowerEvent: HandleFollowerEvent;
  readonly reportFault: ReportFault;
};

/** Events that were stored and confirmed, but not handled: WeChat would not say who it was, or a crash came between. */
export const sweepFollowerInbox = ({ uow, handleFollowerEvent, reportFault }: Dependencies): Sweep => ({
  name: 'handle-follower-events',
  everyMs: 5_000,
  run: async (signal) => {
    await uow.run(async ({ followerInbox, clock }) => followerInbox.forgetStamps(stampsEndAt(await clock.now())));
    const take = (limit: number) =>
      uow.run(async ({ followerInbox, clock }) => {
        const now = await clock.now();
        const taken = await followerInbox.takeDue(now, limit);
        for (const { messageKey, tries } of taken) {
          await followerInbox.scheduleTry(messageKey, tries + 1, nextEventTryAt(tries + 1, now));
        }
        return taken;
      });
    await runDue(take, ({ messageKey }) => handleFollowerEvent(messageKey, null), { signal, reportFault });
  },
});
