import { keptSince } from '../../domain/webhooks/retry-schedule.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

const EVENTS_AT_ONCE = 1_000;

/** Events that are older than the log goes, with their deliveries, some at a time; and marks of what is over. */
export const forgetWebhooks = ({
  uow,
}: {
  readonly uow: UnitOfWork<'webhookOutbox' | 'webhookMarks' | 'clock'>;
}): Sweep => ({
  name: 'forget-webhooks',
  everyMs: 3_600_000,
  run: async (signal) => {
    await uow.run(async ({ webhookMarks, clock }) => webhookMarks.forgetTold(await clock.now()));
    for (;;) {
      const removed = await uow.run(async ({ webhookOutbox, clock }) =>
        webhookOutbox.removeBefore(keptSince(await clock.now()), EVENTS_AT_ONCE),
      );
      if (removed < EVENTS_AT_ONCE || signal.aborted) return;
    }
  },
});
