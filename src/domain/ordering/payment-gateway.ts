import type { Fen } from '../shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../shared/ids.ts';

/** What we ask a provider to collect, decided once per payment attempt. */
export type PaymentIntent = {
  readonly outTradeNo: OutTradeNo;
  readonly amountFen: Fen;
  /** Shown in the payer's bill; at most 127 characters, without comma, backtick, backslash or line break. */
  readonly description: string;
  /** The payer's openid at the gateway's own appid. */
  readonly payerOpenid: string;
  /** The last moment at which the payer may pay. */
  readonly expiresAt: Date;
};

/** The provider's request, exactly as it is sent each time: WeChat refuses one number with two different requests. */
export type FrozenRequest = {
  readonly appid: string;
  readonly mchid: string;
  /** JSON text. */
  readonly body: string;
};

/** What the client hands to `wx.requestPayment`. */
export type CheckoutParams = {
  readonly appId: string;
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
};

export type CheckoutOutcome =
  | { readonly kind: 'ready'; readonly params: CheckoutParams }
  /** The provider says that this number is paid: ask `query` and settle. */
  | { readonly kind: 'already_paid' }
  /** The provider has closed this number; a new attempt needs a new one. */
  | { readonly kind: 'closed' }
  /** The provider will never accept this request; `reason` is for operators. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** A completed payment in our words. Every field is compared with the attempt before a point is granted. */
export type Payment = {
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  readonly appid: string;
  readonly mchid: string;
  /** What was charged before coupons (`amount.total`). */
  readonly amountFen: Fen;
  readonly currency: string;
  readonly payerOpenid: string | null;
  readonly paidAt: Date;
};

export type PaymentLookup =
  | { readonly kind: 'paid'; readonly payment: Payment }
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'closed' }
  /** The provider has never heard of this number. */
  | { readonly kind: 'unknown' };

export type CloseOutcome =
  | { readonly kind: 'closed' }
  | { readonly kind: 'already_paid' }
  | { readonly kind: 'unknown' };

export type RawNotification = {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came. */
  readonly body: Uint8Array;
};

export type NotificationReading =
  | { readonly kind: 'payment'; readonly notificationId: string; readonly payment: Payment; readonly content: string }
  /** Genuine, but of a type that we do not act on. */
  | { readonly kind: 'other'; readonly notificationId: string; readonly eventType: string; readonly content: string }
  | { readonly kind: 'refused'; readonly reason: NotificationRefusal };

export type NotificationRefusal =
  | 'missing_headers'
  | 'stale_timestamp'
  | 'unknown_key'
  /** WeChat tests our verification with signatures that start `WECHATPAY/SIGNTEST/`. Normal; not an alarm. */
  | 'signature_probe'
  | 'bad_signature'
  | 'undecryptable'
  | 'malformed';

/**
 * Port. A way to collect money. Faults (no answer, 5xx, unverifiable answer) are thrown as `Unavailable`: after one, it
 * is unknown whether the request took effect. A wrong configuration throws the adapter's own error.
 */
export interface PaymentGateway {
  /** Whose payments it can ask about. */
  readonly mchid: string;
  freeze(intent: PaymentIntent): FrozenRequest;
  /** Safe to repeat with the same frozen request. */
  createCheckout(request: FrozenRequest): Promise<CheckoutOutcome>;
  query(outTradeNo: OutTradeNo): Promise<PaymentLookup>;
  close(outTradeNo: OutTradeNo): Promise<CloseOutcome>;
  readNotification(raw: RawNotification): NotificationReading;
}
