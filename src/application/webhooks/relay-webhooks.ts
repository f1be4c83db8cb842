import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import type { DueDelivery } from '../../domain/webhooks/delivery.ts';
import { takenUntil } from '../../domain/webhooks/retry-schedule.ts';
import type { Lanes } from '../../domain/webhooks/webhook-stores.ts';
import type { ReportFault } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type SendDependencies, type SendNeeds, sendDelivery } from './send-delivery.ts';

type Dependencies = SendDependencies & {
  readonly uow: UnitOfWork<SendNeeds>;
  readonly reportFault: ReportFault;
};

/** A send mostly waits for the other side, and keeps no connection to the database while it does. */
const AT_ONCE = 32;
/** However slow they are, the others have lanes left. */
const AT_ONCE_PER_ENDPOINT = 4;
const LOOK_AGAIN_MS = 500;

/**
 * Sends what backend services are to hear. The next try is scheduled before this one is made, so that two workers do not send one
 * delivery at once. While a send waits for its answer, others are begun.
 */
export const relayWebhooks = (dependencies: Dependencies): Sweep => ({
  name: 'relay-webhooks',
  everyMs: 2_000,
  run: async (signal) => {
    const { uow, reportFault } = dependencies;
    const underWay = new Set<Promise<unknown>>();
    const busy = new Map<WebhookEndpointId, number>();
    const begin = (due: DueDelivery): void => {
      const { endpointId } = due.delivery;
      const count = (by: number) => busy.set(endpointId, (busy.get(endpointId) ?? 0) + by);
      count(1);
      const sending: Promise<unknown> = sendDelivery(dependencies, due)
        .catch(reportFault)
        .finally(() => {
          count(-1);
          underWay.delete(sending);
        });
      underWay.add(sending);
    };
    for (;;) {
      const lanes = { free: AT_ONCE - underWay.size, perEndpoint: AT_ONCE_PER_ENDPOINT, busy };
      const due = signal.aborted || lanes.free === 0 ? [] : await uow.run((stores) => takeDeliveries(stores, lanes));
      for (const each of due) begin(each);
      if (underWay.size === 0) return;
      // What falls due meanwhile does not wait for the slowest of those that are under way.
      await Promise.race([...underWay, aMoment()]);
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

const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
