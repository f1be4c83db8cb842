import type { Context } from '../context.ts';
import type { DeliveryAttempt, Notification } from '../state/notification.ts';
import { type FaultName, signDelivery } from './faults.ts';
import { type DeliveryResult, isReceived, postNotification } from './post-notification.ts';
import { nextAttemptAt } from './retry-schedule.ts';

const longestTimerMs = 2 ** 31 - 1;

/** A delivery no later than this counts as made when it was due, so that the work itself does not shift the schedule. */
const punctualWithinMs = 5000;

const countedAtMs = (dueAtMs: number | null, startedAtMs: number): number =>
  dueAtMs !== null && startedAtMs - dueAtMs <= punctualWithinMs ? dueAtMs : startedAtMs;

/**
 * Delivers what is due, by one timer for the earliest. The schedule itself lives in the store, so that it survives a
 * restart and moves with the virtual clock.
 */
export class Notifier {
  readonly #context: Context;
  readonly #timeoutMs: number;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #limits = new Set<AbortController>();
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context, timeoutMs: number) {
    this.#context = context;
    this.#timeoutMs = timeoutMs;
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
    if (this.#stopped) return null;
    const times = this.#waiting().map(({ nextAttemptAtMs }) => nextAttemptAtMs ?? Infinity);
    const earliest = times.reduce((a, b) => Math.min(a, b), Infinity);
    return Number.isFinite(earliest) ? earliest : null;
  }

  async settleInFlight(): Promise<void> {
    await Promise.all(this.#inFlight.values());
  }

  /** `times` deliveries at once, outside the schedule, which neither counts them nor ends by them. */
  async deliverNow(id: string, fault: FaultName, times: number): Promise<(number | null)[]> {
    const one = async (): Promise<number | null> => {
      const { startedAtMs, result } = await this.#post(id, fault);
      const { status, nextAttemptAtMs } = this.#current(id);
      this.#record(id, { trigger: 'control', fault, atMs: startedAtMs, ...result }, status, nextAttemptAtMs);
      return result.httpStatus;
    };
    return Promise.all(Array.from({ length: times }, one));
  }

  /** Abandons what is under way unrecorded: after a restart it is delivered again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const limit of this.#limits) limit.abort(new Error('the simulator stopped'));
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
    const delayMs = Math.min(Math.max(dueAtMs - this.#context.now(), 0), longestTimerMs);
    this.#timer = setTimeout(() => this.deliverDue(), delayMs).unref();
  }

  #start(id: string): void {
    const delivery = this.#deliverScheduled(id)
      .catch((fault: unknown) => {
        // The journal refused: nothing more can be recorded, and delivering on would never end.
        this.#stopped = true;
        this.#context.log({ event: 'fault', message: String(fault) });
      })
      .finally(() => {
        this.#inFlight.delete(id);
        this.#arm();
      });
    this.#inFlight.set(id, delivery);
  }

  async #deliverScheduled(id: string): Promise<void> {
    const { notification, startedAtMs, result } = await this.#post(id, 'none');
    if (this.#stopped) return;
    const atMs = countedAtMs(notification.nextAttemptAtMs, startedAtMs);
    const failed = notification.attempts.filter(({ trigger }) => trigger === 'schedule').length + 1;
    const next = isReceived(result) ? null : nextAttemptAt(failed, atMs);
    const status = isReceived(result) ? 'delivered' : next === null ? 'given_up' : 'pending';
    this.#record(id, { trigger: 'schedule', fault: 'none', atMs, ...result }, status, next);
  }

  async #post(id: string, fault: FaultName) {
    const { keyring, now, log } = this.#context;
    const notification = this.#current(id);
    const startedAtMs = now();
    const signed = signDelivery(fault, notification.body, keyring.signers[keyring.defaultIdentity]);
    const result = await this.#withinLimit((signal) => postNotification(notification.notifyUrl, signed, signal));
    log({ event: 'notification', out_trade_no: notification.outTradeNo, fault, status: result.httpStatus });
    return { notification, startedAtMs, result };
  }

  async #withinLimit(post: (signal: AbortSignal) => Promise<DeliveryResult>): Promise<DeliveryResult> {
    const limit = new AbortController();
    const expire = (): void => limit.abort(new Error(`no answer within ${this.#timeoutMs} ms`));
    const timer = setTimeout(expire, this.#timeoutMs);
    this.#limits.add(limit);
    try {
      return await post(limit.signal);
    } finally {
      clearTimeout(timer);
      this.#limits.delete(limit);
    }
  }

  #record(id: string, attempt: DeliveryAttempt, status: Notification['status'], nextAttemptAtMs: number | null): void {
    this.#context.store.record({ kind: 'notification_attempted', id, attempt, status, nextAttemptAtMs });
  }
}
