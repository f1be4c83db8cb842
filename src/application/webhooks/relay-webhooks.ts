import type { DueDelivery } from '../../domain/webhooks/delivery.ts';
import { takenUntil } from '../../domain/webhooks/retry-schedule.ts';
import type { Lanes } from '../../domain/webhooks/webhook-stores.ts';
import type { ReportFault } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type SendDependencies, type SendNeeds, sendDelivery } from './send-delivery.ts';
import { SendsUnderWay } from './sends-under-way.ts';

type Dependencies = SendDependencies & {
  readonly uow: UnitOfWork<SendNeeds>;
  readonly reportFault: ReportFault;
};

/**
 * Sends what backend services are to hear. The next try is scheduled before this one is made, so that two workers do not send one
 * delivery at once. While a send waits for its answer, others are begun.
 */
export const relayWebhooks = (dependencies: Dependencies): Sweep => ({
  name: 'relay-webhooks',
  everyMs: 2_000,
  run: async (signal) => {
    const { uow, reportFault } = dependencies;
    const underWay = new SendsUnderWay();
    for (;;) {
      const lanes = underWay.lanes();
      const due = signal.aborted || lanes.free === 0 ? [] : await uow.run((stores) => takeDeliveries(stores, lanes));
      for (const each of due) {
        underWay.add(each.delivery.endpointId, sendDelivery(dependencies, each).catch(reportFault));
      }
      if (underWay.isNone) return;
      await underWay.oneOrAMoment();
    }
  },
});

/** Marked as taken for longer than a try can last. */
async function takeDeliveries(
  { webhookOutbox, clock }: Pick<Stores, 'webhookOutbox' | 'clock'>,
  lanes: Lanes,
): Promise<DueDelivery[]> {
  const now = await clock.now();
  const due = await webhookOutbox.takeDue(now, lanes);
  const taken = due.map(({ delivery, event }) => ({ event, delivery: { ...delivery, tries: delivery.tries + 1 } }));
  for (const { delivery } of taken) await webhookOutbox.scheduleTry(delivery.id, delivery.tries, takenUntil(now));
  return taken;
}
