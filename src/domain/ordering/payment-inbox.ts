import type { OutTradeNo } from '../shared/ids.ts';
import type { Payment, ProviderRefund } from './payment-gateway.ts';
import type { Settlement } from './settlement.ts';

/** What a notification is about. */
export type InboxSubject =
  | { readonly kind: 'payment'; readonly payment: Payment }
  | { readonly kind: 'refund'; readonly mchid: string; readonly refund: ProviderRefund }
  /** Ask the provider what has become of this number. */
  | { readonly kind: 'hint'; readonly outTradeNo: OutTradeNo }
  /** Of a type that we keep but do not act on. */
  | { readonly kind: 'other' };

/** A genuine notification, kept before anything is done about it. */
export type InboxEntry = {
  /** The provider's id of the notification, the same on each repetition. */
  readonly notificationId: string;
  readonly subject: InboxSubject;
  /** The decrypted content as it came. */
  readonly content: string;
  readonly receivedAt: Date;
};

export type DueEntry = { readonly notificationId: string; readonly tries: number };

export type InboxOutcome =
  | Settlement['kind']
  | 'unknown_order'
  | 'not_acted_on'
  /** The provider was asked, and what it said was done. */
  | 'looked_into'
  | 'refund_noted';

export type Taken =
  /** Locked for this transaction, which is to finish it. */
  | { readonly kind: 'taken'; readonly entry: InboxEntry }
  | { readonly kind: 'handled'; readonly outcome: InboxOutcome }
  /** In another transaction's hands, or not there. */
  | { readonly kind: 'busy' };

const TRY_DELAYS_MS = [2_000, 10_000, 60_000, 300_000];

/**
 * When the sweep tries again, after `tries`. The first pause leaves the entry to the request that brought it; the later
 * ones keep an entry that always fails from crowding out the others.
 */
export function nextTryAt(tries: number, now: Date): Date {
  return new Date(now.getTime() + (TRY_DELAYS_MS[Math.min(tries, TRY_DELAYS_MS.length - 1)] as number));
}

/** Port. */
export interface PaymentInbox {
  /** False: this notification was stored before. */
  add(entry: InboxEntry): Promise<boolean>;
  take(notificationId: string): Promise<Taken>;
  /** Entries that are not handled and whose next try is due, locked; those that another transaction holds are left out. */
  takeDue(now: Date, limit: number): Promise<DueEntry[]>;
  scheduleTry(notificationId: string, tries: number, at: Date): Promise<void>;
  finish(notificationId: string, outcome: InboxOutcome, at: Date): Promise<void>;
}
