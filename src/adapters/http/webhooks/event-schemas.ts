import { z } from 'zod';
import type { WebhookEventType } from '../../../domain/webhooks/event.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { shownId } from '../public-id.ts';

const fen = z.int().min(0);

const user = {
  user_id: shownId('usr'),
  /** What the receiving service calls the user. */
  external_id: z.string().nullable(),
};

const sale = {
  order_id: shownId('ord'),
  out_trade_no: z.string(),
  ...user,
  /** Of the receiving service. */
  checkout_session_id: shownId('chk').nullable(),
  /** Of the checkout; empty where it is another's, or there is none. */
  metadata: z.record(z.string(), z.string()),
  package_code: z.string(),
  amount_fen: fen,
  /** The bonus included. */
  points: shownPoints,
  paid_at: shownInstant,
};

const eventOf = <Type extends WebhookEventType, Shape extends z.ZodRawShape>(type: Type, data: Shape) =>
  z.object({
    type: z.literal(type),
    /** When it happened. */
    timestamp: shownInstant,
    data: z.object(data),
  });

/** The body of each event. */
export const EVENT_SCHEMAS = {
  'order.paid': eventOf('order.paid', sale),
  'order.refunded': eventOf('order.refunded', {
    ...sale,
    refund_id: shownId('rfd'),
    refunded_fen: fen,
    /** Of the order, this refund included. */
    total_refunded_fen: fen,
    points_taken_back: shownPoints,
  }),
  'points.low': eventOf('points.low', { ...user, available: shownPoints, level: shownPoints }),
  'points.expiring': eventOf('points.expiring', {
    ...user,
    points: shownPoints,
    /** When the first of them stop counting. */
    expires_at: shownInstant,
    /** In Beijing, the last day on which they count. */
    last_day: z.iso.date(),
  }),
  'key.expiring': eventOf('key.expiring', {
    ...user,
    key_id: shownId('key'),
    /** What it is called when the event is sent; null: it is gone. */
    key_name: z.string().nullable(),
    expires_at: shownInstant,
  }),
  'webhook.ping': eventOf('webhook.ping', {}),
} as const satisfies Readonly<Record<WebhookEventType, z.ZodType>>;

export type EventJson = {
  readonly [Type in WebhookEventType]: z.infer<(typeof EVENT_SCHEMAS)[Type]>;
}[WebhookEventType];
