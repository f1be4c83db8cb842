import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../../domain/webhooks/event.ts';
import type { WebhookContract } from '../openapi/webhook-contract.ts';
import { EVENT_SCHEMAS } from './event-schemas.ts';

const [day, nextYear] = ['2026-01-15T04:00:00.000Z', '2027-01-15T16:00:00.000Z'];
const id = (prefix: string): string => `${prefix}_01a219c9a14172b49fb335dba8f5a7d9`;
const user = { user_id: id('usr'), external_id: 'user-42' };
const sale = {
  ...{ order_id: id('ord'), out_trade_no: '20260115040000Ab12Cd34Ef56Gh78', ...user },
  ...{ checkout_session_id: id('chk'), metadata: { cart: '20260115-7' } },
  ...{ package_code: 'medium', amount_fen: 7_900, points: 30, paid_at: day },
};

const TEXTS: Readonly<Record<WebhookEventType, { readonly summary: string; readonly data: object }>> = {
  'order.paid': { summary: 'An order was paid, and its points are on the account', data: sale },
  'order.refunded': {
    summary: 'Money of an order has gone back; told for each part',
    data: {
      ...sale,
      ...{ refund_id: id('rfd'), refunded_fen: 3_000, total_refunded_fen: 3_000, points_taken_back: 11 },
    },
  },
  'points.low': {
    summary: 'The points of a user have fallen to a level',
    data: { ...user, available: 97, level: 100 },
  },
  'points.expiring': {
    summary: 'Points of a user expire soon; told once per last day',
    data: { ...user, points: 95, expires_at: nextYear, last_day: '2027-01-15' },
  },
  'key.expiring': {
    summary: 'A key of a user expires soon; told once',
    data: { ...user, key_id: id('key'), key_name: '生产环境', expires_at: nextYear },
  },
  'webhook.ping': { summary: 'An operator sees whether anybody is there', data: {} },
};

/** What services that have an endpoint are sent. */
export const WEBHOOK_CONTRACTS: readonly WebhookContract[] = WEBHOOK_EVENT_TYPES.map((type) => ({
  ...{ type, summary: TEXTS[type].summary, schema: EVENT_SCHEMAS[type] },
  example: { type, timestamp: day, data: TEXTS[type].data },
}));
