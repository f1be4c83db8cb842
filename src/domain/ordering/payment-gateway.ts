import type { Fen } from '../shared/fen.ts';
import type { OutRefundNo, OutTradeNo, TransactionId } from '../shared/ids.ts';
import type { GatewayName } from './payment-channel.ts';

/** What we ask a provider to collect, decided once per payment attempt. */
export type PaymentIntent = {
  readonly outTradeNo: OutTradeNo;
  readonly amountFen: Fen;
  /** Shown in the payer's bill; at most 127 characters, without comma, backtick, backslash or line break. */
  readonly description: string;
  /** The payer's openid at the gateway's `payerAppid`; null: whoever scans the code may pay. */
  readonly payerOpenid: string | null;
  /** The last moment at which the payer may pay. */
  readonly expiresAt: Date;
  /** What is bought, for providers that know goods of their own. */
  readonly packageCode: string;
};

/** The provider's request, exactly as it is sent each time: WeChat refuses one number with two different requests. */
export type FrozenRequest = {
  readonly appid: string;
  readonly mchid: string;
  /** JSON text. */
  readonly body: string;
};

/** What was decided about an attempt when it was made, and is never changed. */
export type Requested = { readonly intent: PaymentIntent; readonly request: FrozenRequest };

/** What the client hands to `wx.requestPayment`. */
export type JsapiParams = {
  readonly appId: string;
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
};

/** What the client hands to `wx.requestVirtualPayment`. */
export type VirtualPaymentParams = {
  readonly signData: string;
  readonly paySig: string;
  readonly signature: string;
  readonly mode: 'short_series_goods';
};

/** What the buyer's side needs to pay. */
export type Checkout =
  | { readonly gateway: 'jsapi'; readonly params: JsapiParams }
  /** The text of a QR code; opaque. */
  | { readonly gateway: 'native'; readonly codeUrl: string }
  | { readonly gateway: 'xpay'; readonly params: VirtualPaymentParams };

export type CheckoutOutcome =
  | { readonly kind: 'ready'; readonly checkout: Checkout }
  /** The provider says that this number is paid: ask `query` and settle. */
  | { readonly kind: 'already_paid' }
  /** The provider has closed this number; a new attempt needs a new one. */
  | { readonly kind: 'closed' }
  /** The gateway signs with the payer's WeChat session, and knows none: the payer signs in again. */
  | { readonly kind: 'payer_session_missing' }
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

/** How much of a payment has gone back. WeChat Pay tells only that something has. */
export type GoneBack = 'nothing' | 'something' | { readonly amountFen: Fen };

export type PaymentLookup =
  | { readonly kind: 'paid'; readonly payment: Payment; readonly goneBack: GoneBack }
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'closed' }
  /** The provider has never heard of this number. */
  | { readonly kind: 'unknown' };

export type CloseOutcome =
  | { readonly kind: 'closed' }
  | { readonly kind: 'already_paid' }
  | { readonly kind: 'unknown' }
  /** The provider closes by itself and on nobody's word: until `goneAt` a payer may still complete it. */
  | { readonly kind: 'stays_open'; readonly goneAt: Date };

/** What we ask a provider to pay back, decided once per refund. */
export type RefundRequest = {
  readonly outRefundNo: OutRefundNo;
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  readonly payerOpenid: string | null;
  readonly refundFen: Fen;
  /** The whole payment. */
  readonly paidFen: Fen;
  /** What was left of it before this refund. */
  readonly leftFen: Fen;
  /** Shown to the payer; at most 80 characters. */
  readonly reason: string;
};

/** With the provider's request as JSON text, exactly as it is sent each time. */
export type FrozenRefund = { readonly refund: RefundRequest; readonly body: string };

/** A refund as the provider tells it, in our words. */
export type ProviderRefund = {
  readonly outRefundNo: OutRefundNo;
  readonly outTradeNo: OutTradeNo;
  /** The provider's own number. */
  readonly refundId: string;
  readonly refundFen: Fen;
  /** `closed`: will never be paid back under this number. `abnormal`: a person has to decide where the money goes. */
  readonly status: 'processing' | 'succeeded' | 'closed' | 'abnormal';
  readonly succeededAt: Date | null;
};

export type RefundOutcome =
  /** Accepted, which is not yet paid back. */
  | { readonly kind: 'accepted'; readonly refund: ProviderRefund }
  /** The merchant's balance is too low: after a top-up the same request succeeds. */
  | { readonly kind: 'balance_too_low' }
  /** Too soon after another refund, or the payment has only just been made: the same request succeeds later. */
  | { readonly kind: 'not_yet' }
  /** The provider will never accept this request; `reason` is for operators. */
  | { readonly kind: 'rejected'; readonly reason: string };

export type RefundLookup = { readonly kind: 'found'; readonly refund: ProviderRefund } | { readonly kind: 'unknown' };

export type Query = Readonly<Record<string, string | undefined>>;

export type RawNotification = {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Of the address: pushes are signed there. */
  readonly query?: Query;
  /** The bytes as they came. */
  readonly body: Uint8Array;
};

export type NotificationReading =
  | { readonly kind: 'payment'; readonly notificationId: string; readonly payment: Payment; readonly content: string }
  | {
      readonly kind: 'refund';
      readonly notificationId: string;
      readonly mchid: string;
      readonly refund: ProviderRefund;
      readonly content: string;
    }
  /** Something happened to this payment; what, only a question to the provider tells. */
  | {
      readonly kind: 'hint';
      readonly notificationId: string;
      readonly outTradeNo: OutTradeNo;
      readonly content: string;
    }
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

/** Port. Verifies and reads what a provider sends us; without I/O, and never throws. */
export type ReadNotification = (raw: RawNotification) => NotificationReading;

/** Port. A provider asks whether an address is ours: what proves it; null: whoever asks is not the provider. */
export type AnswerAddressCheck = (query: Query) => string | null;

/**
 * Port. A way to collect money, and to give it back. Faults (no answer, 5xx, unverifiable answer) are thrown as
 * `Unavailable`: after one, it is unknown whether the request took effect, and the same request is to be repeated. A wrong
 * configuration throws the adapter's own error.
 */
export interface PaymentGateway {
  readonly name: GatewayName;
  /** Whose payments it can ask about: the merchant number, or the offer id of virtual payment. */
  readonly mchid: string;
  /** The app whose openid pays; null: anybody may pay. */
  readonly payerAppid: string | null;
  freeze(intent: PaymentIntent): FrozenRequest;
  /** Safe to repeat. */
  createCheckout(attempt: Requested): Promise<CheckoutOutcome>;
  query(attempt: Requested): Promise<PaymentLookup>;
  close(attempt: Requested): Promise<CloseOutcome>;
  freezeRefund(refund: RefundRequest): FrozenRefund;
  /** Safe to repeat with the same frozen refund, and only with the same: another number would pay back twice. */
  requestRefund(frozen: FrozenRefund): Promise<RefundOutcome>;
  queryRefund(refund: RefundRequest): Promise<RefundLookup>;
}

/** The gateways that are configured. */
export type Gateways = ReadonlyMap<GatewayName, PaymentGateway>;
