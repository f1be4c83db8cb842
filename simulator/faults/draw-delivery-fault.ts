import type { Context } from '../context.ts';
import { type ContentFault, contentFaults, type FaultRule, type NotificationRule } from '../state/fault-plan.ts';
import { eventTypeOf, type Notification, waitsForAnother } from '../state/notification.ts';
import { drawFault } from './draw-fault.ts';

const spoilsContent = (fault: string): fault is ContentFault => (contentFaults as readonly string[]).includes(fault);

const wasSpoilt = ({ attempts }: Notification): boolean =>
  attempts.some(({ trigger, fault }) => trigger === 'schedule' && spoilsContent(fault));

/** One at a time waits for another: two would wait for each other. */
const anyWaits = ({ store: { world } }: Context): boolean =>
  [...world.pending].some((id) => {
    const notification = world.notifications.get(id);
    return notification !== undefined && waitsForAnother(notification);
  });

/** A notification is spoilt once and held back once: then WeChat does as always. */
function canBefall(context: Context, { fault }: NotificationRule, notification: Notification): boolean {
  if (spoilsContent(fault)) return !wasSpoilt(notification);
  if (fault === 'delay') return !notification.heldBy;
  if (fault === 'reorder') return !notification.heldBy && !anyWaits(context);
  return true;
}

/** Asked when the schedule is about to deliver. */
export function drawDeliveryFault(context: Context, notification: Notification): NotificationRule | undefined {
  const eventType = eventTypeOf(notification);
  const fits = (rule: FaultRule): rule is NotificationRule =>
    rule.on === 'notification' &&
    (rule.event === undefined || rule.event === eventType) &&
    canBefall(context, rule, notification);
  return drawFault(context, fits);
}
