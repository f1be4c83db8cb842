import type {
  AddressRefusal,
  SendOutcome,
  WebhookMessage,
  WebhookSender,
} from '../../src/domain/webhooks/webhook-sender.ts';
import { Script } from './script.ts';

export const answered = (status: number, change: object = {}): SendOutcome => ({
  ...{ kind: 'answered', status, excerpt: '', retryAfterMs: null, durationMs: 7 },
  ...change,
});

/** Every receiver takes everything, unless a test says otherwise. */
export class FakeWebhookSender implements WebhookSender {
  readonly hasPrivateNetworks = false;
  readonly refusals = new Map<string, AddressRefusal>();
  readonly answers = new Script<SendOutcome>();
  readonly sent: WebhookMessage[] = [];

  async refuse(url: string): Promise<AddressRefusal | null> {
    return this.refusals.get(url) ?? null;
  }

  send(message: WebhookMessage): Promise<SendOutcome> {
    this.sent.push(message);
    return this.answers.next(() => answered(204));
  }
}
