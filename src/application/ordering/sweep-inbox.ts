import { type ReportFault, runEach } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { HandleNotification } from './handle-notification.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'inbox'>;
  readonly handleNotification: HandleNotification;
  readonly reportFault: ReportFault;
};
const BATCH = 100;

/** Notifications that were stored and confirmed, but not handled: a crash or a long lock came between. */
export const sweepInbox = ({ uow, handleNotification, reportFault }: Dependencies): Sweep => ({
  name: 'handle-notifications',
  everyMs: 2_000,
  run: async (signal) => {
    const ids = await uow.run(({ inbox }) => inbox.listUnhandled(BATCH));
    await runEach(ids, handleNotification, { signal, reportFault });
  },
});
