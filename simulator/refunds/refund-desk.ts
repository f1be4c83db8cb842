import type { Context } from '../context.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { known } from '../state/known.ts';
import type { AcceptedRefund, Refund, RefundEnd } from '../state/refund.ts';
import { earliestOf, type Timed, timerDelayMs } from '../time/timed.ts';
import { composeRefundNotification } from './compose-refund-notification.ts';
import { isPaidOrder, type PaidOrder } from './paid-order.ts';

/**
 * Accepts refunds and brings them to their end when it is due. When that is lies in the store, so that it survives a
 * restart and moves with the virtual clock.
 */
export class RefundDesk implements Timed {
  readonly #context: Context;
  readonly #notifier: Notifier;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context, notifier: Notifier) {
    this.#context = context;
    this.#notifier = notifier;
  }

  accept(refund: AcceptedRefund): void {
    this.#context.store.record({ kind: 'refund_accepted', refund });
    this.#arm();
  }

  /** A late one still ends at its own time: WeChat does not wait for a timer. */
  runDue(): void {
    const nowMs = this.#context.now();
    const due = this.#processing().filter(({ endsAtMs }) => endsAtMs <= nowMs);
    for (const refund of due) this.#end(refund, { status: refund.outcome, atMs: refund.endsAtMs });
    if (due.length > 0) this.#notifier.deliverDue();
    this.#arm();
  }

  earliestDueAtMs(): number | null {
    return earliestOf(this.#processing().map(({ endsAtMs }) => endsAtMs));
  }

  /** Now, and as told. */
  complete(refund: Refund, status: RefundEnd['status']): Refund {
    this.#end(refund, { status, atMs: this.#context.now() });
    this.#notifier.deliverDue();
    this.#arm();
    return known(this.#context.store.world.refunds, refund.outRefundNo);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #processing(): Refund[] {
    const { processingRefunds, refunds } = this.#context.store.world;
    return [...processingRefunds].flatMap((outRefundNo) => refunds.get(outRefundNo) ?? []);
  }

  #end(refund: Refund, end: RefundEnd): void {
    const { store, log } = this.#context;
    const notification = composeRefundNotification(this.#context, this.#orderOf(refund), refund, end);
    store.record({ kind: 'refund_ended', outRefundNo: refund.outRefundNo, end, notification });
    log({ event: 'refund', out_refund_no: refund.outRefundNo, status: end.status });
  }

  #orderOf({ outTradeNo }: Refund): PaidOrder {
    const order = this.#context.store.world.orders.get(outTradeNo);
    if (!order || !isPaidOrder(order)) throw new Error(`no paid order ${outTradeNo}`);
    return order;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const dueAtMs = this.earliestDueAtMs();
    if (dueAtMs === null) return;
    this.#timer = setTimeout(() => this.#tick(), timerDelayMs(dueAtMs, this.#context.now())).unref();
  }

  #tick(): void {
    try {
      this.runDue();
    } catch (fault) {
      // The journal refused: trying again would never end.
      this.#context.log({ event: 'fault', message: String(fault) });
    }
  }
}
