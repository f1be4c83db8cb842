import {
  type DeliveryAttempt,
  type Notification,
  type NotificationState,
  waitsForAnother,
} from '../state/notification.ts';
import type { NotificationChange } from '../state/notification-changes.ts';
import type { Delivery, PostedDelivery } from './carry-out-delivery.ts';
import { isReceived } from './post-notification.ts';
import { nextAttemptAt } from './retry-schedule.ts';

/** A delivery no later than this counts as made when it was due, so that the work itself does not shift the schedule. */
const punctualWithinMs = 5000;

const countedAtMs = (dueAtMs: number | null, startedAtMs: number): number =>
  dueAtMs !== null && startedAtMs - dueAtMs <= punctualWithinMs ? dueAtMs : startedAtMs;

/** Whoever was held back until another notification had come through. */
const waiting = ({ notifications, pending }: NotificationState, id: string): string[] =>
  [...pending].filter((other) => {
    const notification = notifications.get(other);
    return other !== id && notification !== undefined && waitsForAnother(notification);
  });

type Verdict = Pick<Notification, 'status' | 'nextAttemptAtMs'>;

/** The sixteenth failure is the last. */
function verdictOf({ attempts }: Notification, received: boolean, atMs: number): Verdict {
  if (received) return { status: 'delivered', nextAttemptAtMs: null };
  const failed = attempts.filter(({ trigger }) => trigger === 'schedule').length + 1;
  const nextAttemptAtMs = nextAttemptAt(failed, atMs);
  return { status: nextAttemptAtMs === null ? 'given_up' : 'pending', nextAttemptAtMs };
}

type Attempted = Extract<NotificationChange, { kind: 'notification_attempted' }>;

const attempted = (id: string, attempt: DeliveryAttempt, verdict: Verdict): Attempted => ({
  kind: 'notification_attempted',
  id,
  attempt,
  ...verdict,
});

function judgeLost(notification: Notification, fault: string, forGood: boolean, atMs: number): Attempted {
  const verdict = forGood
    ? ({ status: 'given_up', nextAttemptAtMs: null } as const)
    : verdictOf(notification, false, atMs);
  const lost = { trigger: 'schedule', fault, atMs, httpStatus: null, error: 'lost on its way' } as const;
  return attempted(notification.id, lost, verdict);
}

/** Several copies are one delivery to the schedule: received when one of them was, and counted once. */
function judgePosted(
  state: NotificationState,
  notification: Notification,
  fault: string,
  [first, ...others]: PostedDelivery['copies'],
): Attempted[] {
  const { id, nextAttemptAtMs: dueAtMs } = notification;
  const copies = [first, ...others];
  const atMs = countedAtMs(dueAtMs, first.atMs);
  const verdict = verdictOf(notification, copies.some(isReceived), atMs);
  const cameThrough = copies.some(({ httpStatus }) => httpStatus !== null);
  const released = cameThrough ? waiting(state, id) : [];
  const scheduled = attempted(id, { trigger: 'schedule', fault, ...first, atMs }, verdict);
  return [
    released.length > 0 ? { ...scheduled, releases: released } : scheduled,
    ...others.map((copy) => attempted(id, { trigger: 'fault', fault, ...copy }, verdict)),
  ];
}

/** What a delivery changes. `nowMs` is business time. */
export function judgeDelivery(
  state: NotificationState,
  notification: Notification,
  fault: string,
  delivery: Delivery,
  nowMs: number,
): NotificationChange[] {
  if (delivery.kind === 'posted') return judgePosted(state, notification, fault, delivery.copies);
  const atMs = countedAtMs(notification.nextAttemptAtMs, nowMs);
  if (delivery.kind === 'lost') return [judgeLost(notification, fault, delivery.forGood, atMs)];
  const untilMs = delivery.forMs === null ? null : atMs + delivery.forMs;
  return [{ kind: 'notification_held', id: notification.id, by: delivery.by, untilMs }];
}
