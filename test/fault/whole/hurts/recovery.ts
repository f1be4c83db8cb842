import { setTimeout as delay } from 'node:timers/promises';
import type { Customer } from '../load/customer.ts';
import type { WholeRun } from '../whole-run.ts';
import { msSince } from './hurt.ts';

const GIVE_UP_AFTER_MS = 60_000;

/** How long after `since` (of `performance.now`) every API process had told a balance again. */
export async function untilAllAnswer({ machine, load }: WholeRun, since: number): Promise<number> {
  const [customer] = load.customers as [Customer];
  const wanted = { method: 'GET', path: '/api/v1/balance', token: customer.token } as const;
  await Promise.all(
    machine.apis.map(async (_, nth) => {
      while (msSince(since) < GIVE_UP_AFTER_MS) {
        const outcome = await load.world.doors.sendTo(nth, wanted, 5_000);
        if (outcome.kind === 'answered' && outcome.status === 200) return;
        await delay(20);
      }
    }),
  );
  return msSince(since);
}
