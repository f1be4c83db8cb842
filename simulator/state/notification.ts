/** One delivery of a notification. Times are milliseconds since the epoch in business time. */
export type DeliveryAttempt = {
  /** `fault` is the second copy that a fault made. */
  readonly trigger: 'schedule' | 'control' | 'fault';
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
  /** When the schedule delivers next; null when it was received, given up, withheld, or waits for another one. */
  readonly nextAttemptAtMs: number | null;
  readonly status: 'pending' | 'delivered' | 'given_up' | 'withheld';
  readonly attempts: readonly DeliveryAttempt[];
  /** The fault that has put off a delivery; it does so once. */
  readonly heldBy?: 'delay' | 'reorder';
};

/** `TRANSACTION.SUCCESS`, `REFUND.CLOSED` …: the body is the only place where it is written. */
export const eventTypeOf = ({ body }: Notification): string => (JSON.parse(body) as { event_type: string }).event_type;

export const waitsForAnother = ({ status, heldBy, nextAttemptAtMs }: Notification): boolean =>
  status === 'pending' && heldBy === 'reorder' && nextAttemptAtMs === null;

export type NotificationState = {
  readonly notifications: Map<string, Notification>;
  /** Ids of notifications that the schedule still has to deliver. */
  readonly pending: Set<string>;
};

export function saveNotification({ notifications, pending }: NotificationState, notification: Notification): void {
  notifications.set(notification.id, notification);
  if (notification.status === 'pending') pending.add(notification.id);
  else pending.delete(notification.id);
}
