import { InvalidArgumentError, Option } from 'commander';
import { parseId } from '../../../adapters/http/public-id.ts';
import type { WebhookDeliveryId, WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { DELIVERY_STATES } from '../../../domain/webhooks/delivery.ts';
import { HEARD_EVENT_TYPES, type HeardType } from '../../../domain/webhooks/event.ts';

export const ENDPOINT = ['<endpoint>', 'whk_…, as "add" and "list" show it', readEndpoint] as const;
export const EVENTS = ['--event <type...>', `${HEARD_EVENT_TYPES.join(', ')}; all by default`, readTypes] as const;
export const stateOption = (description: string): Option =>
  new Option('--state <state>', description).choices(DELIVERY_STATES);

/** As alarms name them. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const readId = <Id extends string>(prefix: 'whk' | 'dlv', text: string): Id | null =>
  UUID.test(text) ? (text as Id) : parseId<Id>(prefix, text);

export function readEndpoint(text: string): WebhookEndpointId {
  const id = readId<WebhookEndpointId>('whk', text);
  if (id) return id;
  throw new InvalidArgumentError('expected an endpoint such as whk_0192…');
}

export function readDelivery(text: string): WebhookDeliveryId {
  const id = readId<WebhookDeliveryId>('dlv', text);
  if (id) return id;
  throw new InvalidArgumentError('expected a delivery such as dlv_0192…; "seahorse webhooks log" names them');
}

/** `order.paid,order.refunded`, or one of them; said several times, they add up. */
function readTypes(text: string, earlier: readonly HeardType[] = []): readonly HeardType[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !(HEARD_EVENT_TYPES as readonly string[]).includes(word));
  if (unknown === undefined) return [...earlier, ...(words as HeardType[])];
  throw new InvalidArgumentError(`expected ${HEARD_EVENT_TYPES.join(', ')}, not "${unknown}"`);
}
