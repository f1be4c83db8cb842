import { setTimeout as delay } from 'node:timers/promises';
import { aCallerOf } from '../../../support/http/callers.ts';
import type { TestSystem } from '../../../support/http/test-system.ts';

const PAUSE_MS = 50;

export type Served = { readonly asked: number; readonly refused: number; readonly slowestMs: number };

/** Somebody who uses the system as it is meant, until told to stop: reads his balance, and has calls charged. */
export async function startNormalClient(system: TestSystem): Promise<() => Promise<Served>> {
  const caller = await aCallerOf(system);
  const served = { asked: 0, refused: 0, slowestMs: 0 };
  let isOver = false;
  const ask = async (what: () => Promise<{ readonly status: number }>): Promise<void> => {
    const begunAt = performance.now();
    const status = await what().then(
      (answer) => answer.status,
      () => 0,
    );
    served.asked += 1;
    if (status !== 200) served.refused += 1;
    served.slowestMs = Math.max(served.slowestMs, performance.now() - begunAt);
  };
  const using = (async () => {
    while (!isOver) {
      await ask(() => system.call('/api/v1/me', { token: caller.person.token }));
      await ask(() => caller.charge());
      await delay(PAUSE_MS);
    }
  })();
  return async () => {
    isOver = true;
    await using;
    return served;
  };
}
