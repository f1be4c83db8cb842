import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { DELIVERY_STATES, type DeliveryAttempt, type LoggedDelivery } from '../../../domain/webhooks/delivery.ts';
import { WEBHOOK_EVENT_TYPES } from '../../../domain/webhooks/event.ts';
import { instant, shownId } from '../../face/answer.ts';

export const DeliveryShape = z.strictObject({
  id: shownId('dlv'),
  event_id: shownId('evt').meta({ description: 'the webhook-id, the same at every try' }),
  type: z.enum(WEBHOOK_EVENT_TYPES),
  endpoint: shownId('whk'),
  user_id: shownId('usr').nullable(),
  order_id: shownId('ord').nullable(),
  occurred_at: instant,
  state: z.enum(DELIVERY_STATES),
  reason: z.string().nullable().meta({ description: 'of one that has failed or is cancelled' }),
  tries: z.int(),
  due_at: instant.nullable().meta({ description: 'of the next try; null: there is none' }),
  attempts: z.array(
    z.strictObject({
      at: instant,
      status: z.int().nullable(),
      fault: z.string().nullable().meta({ description: 'why there was no answer' }),
      duration_ms: z.number(),
      answer: z.string().meta({ description: 'the beginning of it' }),
    }),
  ),
});

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
