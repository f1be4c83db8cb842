export type RefundOutcome = 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
export type RefundStatus = 'PROCESSING' | RefundOutcome;

/** Money taken from one of the merchant's accounts, in fen. */
export type RefundSource = { readonly account: 'AVAILABLE' | 'UNAVAILABLE'; readonly amount: number };

/** Times ending in `AtMs` are milliseconds since the epoch in business time. */
export type AcceptedRefund = {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  /** Asked for through the API, or made by hand in the merchant console. */
  readonly origin: 'api' | 'console';
  /** Digest of the whole request: a repetition must equal it. Null for the console. */
  readonly requestDigest: string | null;
  readonly reason: string | null;
  readonly notifyUrl: string;
  readonly fundsAccount: 'UNSETTLED' | 'AVAILABLE';
  readonly amountFen: number;
  /** The part of `amountFen` that goes back to the coupon and not to the payer. */
  readonly discountFen: number;
  /** The part of the payment's fee that the merchant gets back. */
  readonly feeFen: number;
  readonly sources: readonly RefundSource[];
  readonly createdAtMs: number;
  /** What happens by itself, and when: fixed at the request, so that a later plan leaves it alone. */
  readonly outcome: RefundOutcome;
  readonly endsAtMs: number;
  readonly notify: boolean;
};

export type RefundEnd = { readonly status: RefundOutcome; readonly atMs: number };

/** An abnormal refund may end once more. The last notification is the one of the last end. */
export type Refund = AcceptedRefund & {
  readonly ends: readonly RefundEnd[];
  readonly notificationIds: readonly string[];
};

export const statusOf = ({ ends }: Refund): RefundStatus => ends.at(-1)?.status ?? 'PROCESSING';

export const statusAt = ({ ends }: Refund, atMs: number): RefundStatus =>
  ends.filter((end) => end.atMs <= atMs).at(-1)?.status ?? 'PROCESSING';

/** How refunds go from now on. */
export type RefundPlan = {
  readonly delaySeconds: number;
  readonly outcome: RefundOutcome;
  /** Refuses every new refund in this way. */
  readonly refuse: 'NOT_ENOUGH' | 'USER_ACCOUNT_ABNORMAL' | 'RESOURCE_NOT_EXISTS' | null;
  readonly notify: boolean;
  readonly enforceMinute: boolean;
};

export const usualRefundPlan: RefundPlan = {
  delaySeconds: 5,
  outcome: 'SUCCESS',
  refuse: null,
  notify: true,
  enforceMinute: true,
};
