import type { OutTradeNo, TransactionId } from '../shared/ids.ts';
import type { GatewayName } from './payment-channel.ts';

/** What a payment bought has been given out: the points are on the account. */
export type Delivery = {
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  readonly gateway: GatewayName;
  /** Null where nobody in particular was to pay. */
  readonly payerOpenid: string | null;
  /** What was bought, in words for the payer. */
  readonly description: string;
};

export type ReportOutcome =
  | 'done'
  /** The provider does not know this payment yet: the same report succeeds later. */
  | 'not_yet'
  /** The provider will never take this report; `reason` is for operators. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Port. Tells a provider that what was paid for has been delivered. Safe to repeat: what was told before is `done`. Faults
 * are thrown as `Unavailable`.
 */
export interface DeliveryReporter {
  /** `at` is the database's time of this report. */
  report(delivery: Delivery, at: Date): Promise<ReportOutcome>;
}

/** The gateways whose providers want to be told. */
export type DeliveryReporters = ReadonlyMap<GatewayName, DeliveryReporter>;
