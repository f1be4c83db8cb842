import { setTimeout as delay } from 'node:timers/promises';

/** Until it no longer throws; after `withinMs` its last complaint is the test's. */
export async function eventually(check: () => Promise<unknown>, withinMs = 5_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await delay(20);
    }
  }
}
