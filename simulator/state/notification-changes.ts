import { known } from './known.ts';
import { type DeliveryAttempt, type Notification, type NotificationState, saveNotification } from './notification.ts';

export type NotificationChange =
  | {
      readonly kind: 'notification_attempted';
      readonly id: string;
      readonly attempt: DeliveryAttempt;
      readonly status: Notification['status'];
      readonly nextAttemptAtMs: number | null;
      /** Notifications that have waited for this delivery: they are due with it. */
      readonly releases?: readonly string[];
    }
  | {
      readonly kind: 'notification_held';
      readonly id: string;
      readonly by: 'delay' | 'reorder';
      readonly untilMs: number | null;
    };

type Applier<Kind> = (state: NotificationState, change: Extract<NotificationChange, { kind: Kind }>) => void;

export const notificationAppliers: { readonly [Kind in NotificationChange['kind']]: Applier<Kind> } = {
  notification_attempted: (state, { id, attempt, status, nextAttemptAtMs, releases = [] }) => {
    const notification = known(state.notifications, id);
    const attempts = [...notification.attempts, attempt];
    saveNotification(state, { ...notification, attempts, status, nextAttemptAtMs });
    for (const released of releases) {
      saveNotification(state, { ...known(state.notifications, released), nextAttemptAtMs: attempt.atMs });
    }
  },
  notification_held: (state, { id, by, untilMs }) => {
    saveNotification(state, { ...known(state.notifications, id), heldBy: by, nextAttemptAtMs: untilMs });
  },
};
