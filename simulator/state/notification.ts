/** One delivery of a notification. Times are milliseconds since the epoch in business time. */
export type DeliveryAttempt = {
  readonly trigger: 'schedule' | 'control';
  readonly fault: string;
  readonly atMs: number;
  /** HTTP status received; null when there was none within the time limit. */
  readonly httpStatus: number | null;
  readonly error: string | null;
};

export type Notification = {
  readonly id: string;
  readonly outTradeNo: string;
  readonly notifyUrl: string;
  /** The exact JSON text that every attempt carries. */
  readonly body: string;
  readonly createdAtMs: number;
  /** When the schedule delivers next; null when it was received, given up or withheld. */
  readonly nextAttemptAtMs: number | null;
  readonly status: 'pending' | 'delivered' | 'given_up' | 'withheld';
  readonly attempts: readonly DeliveryAttempt[];
};
