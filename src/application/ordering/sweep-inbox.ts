import { nextTryAt } from '../../domain/ordering/payment-inbox.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { HandleNotification } from './handle-notification.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'inbox' | 'clock'>;
  readonly handleNotification: HandleNotification;
  readonly reportFault: ReportFault;
};

/** Notifications that were stored and confirmed, but not handled: a crash or a long lock came between. */
export const sweepInbox = ({ uow, handleNotification, reportFault }: Dependencies): Sweep => ({
  name: 'handle-notifications',
  everyMs: 2_000,
  run: async (signal) => {
    const take = (limit: number) =>
      uow.run(async ({ inbox, clock }) => {
        const now = await clock.now();
        const taken = await inbox.takeDue(now, limit);
        for (const { notificationId, tries } of taken) {
          await inbox.scheduleTry(notificationId, tries + 1, nextTryAt(tries + 1, now));
        }
        return taken;
      });
    await runDue(take, ({ notificationId }) => handleNotification(notificationId), { signal, reportFault });
  },
});
