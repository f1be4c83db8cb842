import { publicId } from '../../../adapters/http/public-id.ts';
import type { DeliveryAttempt, LoggedDelivery } from '../../../domain/webhooks/delivery.ts';

export const attemptJson = ({ at, status, fault, durationMs, excerpt }: DeliveryAttempt) => ({
  ...{ at, status, fault, duration_ms: durationMs, answer: excerpt },
});

export const deliveryJson = ({ delivery, event, attempts }: LoggedDelivery) => ({
  id: publicId('dlv', delivery.id),
  event_id: publicId('evt', event.id),
  type: event.type,
  endpoint: publicId('whk', delivery.endpointId),
  user_id: event.userId && publicId('usr', event.userId),
  order_id: 'orderId' in event.data ? publicId('ord', event.data.orderId) : null,
  occurred_at: event.occurredAt,
  state: delivery.state,
  reason: delivery.reason,
  tries: delivery.tries,
  due_at: delivery.dueAt,
  attempts: attempts.map(attemptJson),
});

/** The delivery, and below it its tries. */
export function linesOf(logged: LoggedDelivery): string[] {
  const { id, type, endpoint, state, reason, due_at, order_id, user_id } = deliveryJson(logged);
  const more = reason ?? (due_at ? `due ${due_at.toISOString()}` : '');
  const head = [
    logged.event.occurredAt.toISOString(),
    id,
    state.padEnd(9),
    type.padEnd(15),
    endpoint,
    order_id ?? user_id ?? '',
    more,
  ];
  return [head.filter((word) => word !== '').join('  '), ...logged.attempts.map((each) => `    ${attemptLine(each)}`)];
}

const attemptLine = ({ at, status, fault, durationMs, excerpt }: DeliveryAttempt): string =>
  [at.toISOString(), status ?? fault, `${durationMs} ms`, excerpt].join('  ').trimEnd();
