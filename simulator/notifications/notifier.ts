import type { Context } from '../context.ts';
import { drawDeliveryFault } from '../faults/draw-delivery-fault.ts';
import type { Notification } from '../state/notification.ts';
import { earliestOf, timerDelayMs } from '../time/timed.ts';
import { leaveUnposted, postCopies } from './carry-out-delivery.ts';
import type { FaultName } from './faults.ts';
import { judgeDelivery } from './judge-delivery.ts';
import { Postman } from './postman.ts';

/**
 * Delivers what is due, by one timer for the earliest. The schedule itself lives in the store, so that it survives a
 * restart and moves with the virtual clock.
 */
export class Notifier {
  readonly #context: Context;
  readonly #postman: Postman;
  readonly #inFlight = new Map<string, Promise<void>>();
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context, timeoutMs: number) {
    this.#context = context;
    this.#postman = new Postman(context, timeoutMs);
  }

  /** Starts every delivery that is due and not under way. */
  deliverDue(): void {
    if (this.#stopped) return;
    const nowMs = this.#context.now();
    for (const { id, nextAttemptAtMs } of this.#waiting()) {
      if (nextAttemptAtMs !== null && nextAttemptAtMs <= nowMs) this.#start(id);
    }
    this.#arm();
  }

  /** When the next waiting delivery is due, in business time; null when none waits or the notifier has stopped. */
  earliestDueAtMs(): number | null {
    return this.#stopped ? null : earliestOf(this.#waiting().map(({ nextAttemptAtMs }) => nextAttemptAtMs));
  }

  async settleInFlight(): Promise<void> {
    // One that ends may start another.
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight.values());
  }

  /** `times` deliveries at once, outside the schedule, which neither counts them nor ends by them. */
  async deliverNow(id: string, fault: FaultName, times: number): Promise<(number | null)[]> {
    const one = async (): Promise<number | null> => {
      const posted = await this.#postman.post(this.#current(id), fault);
      const { status, nextAttemptAtMs } = this.#current(id);
      const attempt = { trigger: 'control', fault, ...posted } as const;
      this.#context.store.record({ kind: 'notification_attempted', id, attempt, status, nextAttemptAtMs });
      return posted.httpStatus;
    };
    return Promise.all(Array.from({ length: times }, one));
  }

  /** Abandons what is under way unrecorded: after a restart it is delivered again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#postman.stop();
    await this.settleInFlight();
  }

  #waiting(): Notification[] {
    const { pending } = this.#context.store.world;
    return [...pending].filter((id) => !this.#inFlight.has(id)).map((id) => this.#current(id));
  }

  #current(id: string): Notification {
    const notification = this.#context.store.world.notifications.get(id);
    if (!notification) throw new Error(`no notification ${id}`);
    return notification;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const dueAtMs = this.earliestDueAtMs();
    if (dueAtMs === null) return;
    this.#timer = setTimeout(() => this.deliverDue(), timerDelayMs(dueAtMs, this.#context.now())).unref();
  }

  #start(id: string): void {
    const delivery = this.#deliver(id)
      .catch((fault: unknown) => {
        // The journal refused: nothing more can be recorded, and delivering on would never end.
        this.#stopped = true;
        this.#context.log({ event: 'fault', message: String(fault) });
      })
      .finally(() => {
        this.#inFlight.delete(id);
        // A delivery may have released another one.
        this.deliverDue();
      });
    this.#inFlight.set(id, delivery);
  }

  async #deliver(id: string): Promise<void> {
    const { store, now } = this.#context;
    const notification = this.#current(id);
    const rule = drawDeliveryFault(this.#context, notification);
    const delivery =
      leaveUnposted(rule) ?? ({ kind: 'posted', copies: await postCopies(this.#postman, notification, rule) } as const);
    if (this.#stopped) return;
    const changes = judgeDelivery(store.world, notification, rule?.fault ?? 'none', delivery, now());
    for (const change of changes) store.record(change);
  }
}
