export type Alarm =
  | 'payment_mismatch'
  | 'duplicate_payment'
  | 'payment_of_unknown_order'
  | 'attempt_of_another_merchant'
  /** Not accepted by the provider for a day. */
  | 'refund_stuck'
  /** The merchant's balance has to be topped up; the refund is tried again every hour. */
  | 'refund_balance_too_low'
  /** The points are back; the money has to go back in another way, or not at all. */
  | 'refund_failed'
  /** The payer's account does not take the money: the merchant console asks where it should go. */
  | 'refund_abnormal'
  /** What the provider tells of a refund does not fit ours; nothing was moved. */
  | 'refund_mismatch'
  /** Money went back for points that are spent. */
  | 'refund_shortfall'
  /** Money went back that we did not send; how much, the next bill tells. */
  | 'refund_made_elsewhere'
  /** The bill of a day says something else than our books, also after what it told was applied: `reconcile show` lists it. */
  | 'bill_differs'
  /** A provider has not taken the report of a delivery for hours, or never will: it may keep the money frozen. */
  | 'delivery_not_reported'
  /** Something keeps an account from being closed, such as points that were paid for after the user had given up the others. */
  | 'closing_held_up'
  /** A backend service has not taken an event in ten tries; said once until it takes one again. */
  | 'webhook_failing'
  /** It says that its endpoint has gone for good: the endpoint is disabled. */
  | 'webhook_endpoint_gone';

/** Port. What a person has to look at. `detail` holds numbers and ids, never what people are called, or secrets. */
export type RaiseAlarm = (alarm: Alarm, detail: Readonly<Record<string, string>>) => void;

/** To be raised after the commit: what was rolled back has not happened. */
export type RaisedAlarm = { readonly alarm: Alarm; readonly detail: Readonly<Record<string, string>> };

export const raiseAll = (raiseAlarm: RaiseAlarm, raised: readonly RaisedAlarm[]): void => {
  for (const { alarm, detail } of raised) raiseAlarm(alarm, detail);
};
