import type { Context } from '../context.ts';
import type { DeliveryAttempt, Notification } from '../state/notification.ts';
import { type FaultName, signDelivery } from './faults.ts';
import { type DeliveryResult, postNotification } from './post-notification.ts';

/** One copy that went to the receiver; `atMs` is when it left, in business time. */
export type Posted = Pick<DeliveryAttempt, 'atMs' | 'httpStatus' | 'error'>;

/** Takes single copies to the receiver, and waits for an answer as long as WeChat does. */
export class Postman {
  readonly #context: Context;
  readonly #timeoutMs: number;
  readonly #limits = new Set<AbortController>();

  constructor(context: Context, timeoutMs: number) {
    this.#context = context;
    this.#timeoutMs = timeoutMs;
  }

  async post({ body, notifyUrl, outTradeNo }: Notification, fault: FaultName): Promise<Posted> {
    const { keyring, now, log } = this.#context;
    const atMs = now();
    const signed = signDelivery(fault, body, keyring.signers[keyring.defaultIdentity]);
    const result = await this.#withinLimit((signal) => postNotification(notifyUrl, signed, signal));
    log({ event: 'notification', out_trade_no: outTradeNo, fault, status: result.httpStatus });
    return { atMs, ...result };
  }

  stop(): void {
    for (const limit of this.#limits) limit.abort(new Error('the simulator stopped'));
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
}
