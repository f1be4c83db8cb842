import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import type { Lanes } from '../../domain/webhooks/webhook-stores.ts';

/** A send mostly waits for the other side, and keeps no connection to the database while it does. */
const AT_ONCE = 32;
/** However slow they are, the others have lanes left. */
const AT_ONCE_PER_ENDPOINT = 4;
const MOMENT_MS = 500;

/** Sends that wait for their answers, and the lanes that they leave. */
export class SendsUnderWay {
  readonly #sends = new Set<Promise<unknown>>();
  readonly #busy = new Map<WebhookEndpointId, number>();

  get isNone(): boolean {
    return this.#sends.size === 0;
  }

  lanes(): Lanes {
    return { free: AT_ONCE - this.#sends.size, perEndpoint: AT_ONCE_PER_ENDPOINT, busy: this.#busy };
  }

  /** `sending` does not fail. */
  add(endpointId: WebhookEndpointId, sending: Promise<unknown>): void {
    this.#count(endpointId, 1);
    const send: Promise<unknown> = sending.finally(() => {
      this.#count(endpointId, -1);
      this.#sends.delete(send);
    });
    this.#sends.add(send);
  }

  /** Until one of them has ended, or a moment has passed: what falls due meanwhile does not wait for the slowest. */
  async oneOrAMoment(): Promise<void> {
    const moment = new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
    await Promise.race([...this.#sends, moment]);
  }

  #count(endpointId: WebhookEndpointId, by: number): void {
    this.#busy.set(endpointId, (this.#busy.get(endpointId) ?? 0) + by);
  }
}
