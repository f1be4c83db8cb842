import type { Recipient } from './delivery.ts';
import type { WebhookEvent } from './event.ts';

export type WebhookMessage = {
  readonly url: string;
  readonly event: WebhookEvent;
  readonly recipient: Recipient;
  /** Of an event about a key, what it is called now; null: it is gone, or this is about none. */
  readonly keyName: string | null;
  /** It is signed with each of them: `whsec_…`. At least one. */
  readonly secrets: readonly string[];
};

export type AddressRefusal =
  /** The name leads nowhere. */
  | 'unresolved'
  /** An address behind it is neither public nor in a network that the operator has named. */
  | 'address_not_public';

export type SendOutcome = { readonly durationMs: number } & (
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly excerpt: string;
      /** What `Retry-After` asks for. */
      readonly retryAfterMs: number | null;
    }
  /** `fault` is a word, and says nothing of what was sent. */
  | { readonly kind: 'no_answer'; readonly fault: string }
);

/** Port. Sends events to backend services. Whatever the other side does is an outcome; nothing is thrown for it. */
export interface WebhookSender {
  /** May local names and http be registered? */
  readonly hasPrivateNetworks: boolean;
  /** Why nothing is sent there; null: it is. What a name leads to can change, so that it is asked again at each sending. */
  refuse(url: string): Promise<AddressRefusal | null>;
  send(message: WebhookMessage): Promise<SendOutcome>;
}
