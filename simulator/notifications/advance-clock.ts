import type { Context } from '../context.ts';
import type { DueWork } from '../time/due-work.ts';

export type AdvanceClock = (seconds: number) => Promise<void>;

/**
 * Moves business time forward, stopping at everything that falls due on the way: each happens at its own time, and a
 * failed delivery schedules the next from there. Two calls at once take turns.
 */
export function clockAdvancer({ store, now }: Context, work: DueWork): AdvanceClock {
  let previous: Promise<void> = Promise.resolve();

  const moveTo = (offsetMs: number): void => {
    if (offsetMs > store.world.clockOffsetMs) store.record({ kind: 'clock_moved', offsetMs });
  };

  const advance = async (seconds: number): Promise<void> => {
    const finalOffsetMs = store.world.clockOffsetMs + seconds * 1000;
    const untilMs = now() + seconds * 1000;
    for (;;) {
      await work.settleInFlight();
      const dueAtMs = work.earliestDueAtMs();
      if (dueAtMs === null || dueAtMs > untilMs) break;
      moveTo(dueAtMs - Date.now());
      work.deliverDue();
    }
    moveTo(finalOffsetMs);
    work.deliverDue();
  };

  return (seconds) => {
    const turn = previous.then(() => advance(seconds));
    previous = turn.catch(() => undefined);
    return turn;
  };
}
