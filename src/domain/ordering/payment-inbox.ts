import type { Payment } from './payment-gateway.ts';
import type { Settlement } from './settlement.ts';

/** A genuine notification, kept before anything is done about it. */
export type InboxEntry = {
  /** The provider's id of the notification, the same on each repetition. */
  readonly notificationId: string;
  /** Null: of a type that we keep but do not act on. */
  readonly payment: Payment | null;
  /** The decrypted content as it came. */
  readonly content: string;
  readonly receivedAt: Date;
};

export type InboxOutcome = Settlement['kind'] | 'unknown_order' | 'not_acted_on';

export type Taken =
  /** Locked for this transaction, which is to finish it. */
  | { readonly kind: 'taken'; readonly entry: InboxEntry }
  | { readonly kind: 'handled'; readonly outcome: InboxOutcome }
  /** In another transaction's hands, or not there. */
  | { readonly kind: 'busy' };

/** Port. */
export interface PaymentInbox {
  /** False: this notification was stored before. */
  add(entry: InboxEntry): Promise<boolean>;
  take(notificationId: string): Promise<Taken>;
  listUnhandled(limit: number): Promise<string[]>;
  finish(notificationId: string, outcome: InboxOutcome, at: Date): Promise<void>;
}
