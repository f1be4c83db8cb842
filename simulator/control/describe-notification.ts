import { type DeliveryAttempt, eventTypeOf, type Notification } from '../state/notification.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';

export const timeOrNull = (epochMs: number | null): string | null =>
  epochMs === null ? null : beijingRfc3339(epochMs);

const describeDelivery = ({ trigger, fault, atMs, httpStatus, error }: DeliveryAttempt) => ({
  trigger,
  fault,
  at: beijingRfc3339(atMs),
  status: httpStatus,
  error,
});

export const describeNotification = (notification: Notification) => ({
  id: notification.id,
  event_type: eventTypeOf(notification),
  status: notification.status,
  notify_url: notification.notifyUrl,
  next_attempt_at: timeOrNull(notification.nextAttemptAtMs),
  held_by: notification.heldBy ?? null,
  attempts: notification.attempts.map(describeDelivery),
});
