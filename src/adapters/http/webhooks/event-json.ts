import type { UserId } from '../../../domain/shared/ids.ts';
import type { Recipient } from '../../../domain/webhooks/delivery.ts';
import type { SaleData } from '../../../domain/webhooks/event.ts';
import type { WebhookMessage } from '../../../domain/webhooks/webhook-sender.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';
import type { EventJson } from './event-schemas.ts';

type Told = Pick<WebhookMessage, 'event' | 'recipient' | 'keyName'>;

/** The body of an event for one receiver, in the order in which the schema names its members: the same bytes each time. */
export function eventJson({ event, recipient, keyName }: Told): EventJson {
  const timestamp = instant(event.occurredAt);
  switch (event.type) {
    case 'order.paid':
      return { type: event.type, timestamp, data: saleJson(event.userId, event.data, recipient) };
    case 'order.refunded': {
      const { refundId, refundedFen, totalRefundedFen, pointsTakenBack } = event.data;
      const money = { refund_id: publicId('rfd', refundId), refunded_fen: refundedFen };
      const all = { total_refunded_fen: totalRefundedFen, points_taken_back: pointsIn(pointsTakenBack) };
      return {
        type: event.type,
        timestamp,
        data: { ...saleJson(event.userId, event.data, recipient), ...money, ...all },
      };
    }
    case 'points.low': {
      const points = { available: pointsIn(event.data.available), level: pointsIn(event.data.level) };
      return { type: event.type, timestamp, data: { ...userJson(event.userId, recipient), ...points } };
    }
    case 'points.expiring': {
      const { points, expiresAt, lastDay } = event.data;
      const expiring = { points: pointsIn(points), expires_at: expiresAt, last_day: lastDay };
      return { type: event.type, timestamp, data: { ...userJson(event.userId, recipient), ...expiring } };
    }
    case 'key.expiring': {
      const { keyId, expiresAt } = event.data;
      const key = { key_id: publicId('key', keyId), key_name: keyName, expires_at: expiresAt };
      return { type: event.type, timestamp, data: { ...userJson(event.userId, recipient), ...key } };
    }
    case 'webhook.ping':
      return { type: event.type, timestamp, data: {} };
  }
}

const userJson = (userId: UserId, { externalId }: Recipient) => ({
  user_id: publicId('usr', userId),
  external_id: externalId,
});

const saleJson = (userId: UserId, sale: SaleData, recipient: Recipient) => ({
  order_id: publicId('ord', sale.orderId),
  out_trade_no: sale.outTradeNo as string,
  ...userJson(userId, recipient),
  checkout_session_id: recipient.checkout && publicId('chk', recipient.checkout.id),
  metadata: { ...recipient.checkout?.metadata },
  package_code: sale.packageCode,
  amount_fen: sale.amountFen as number,
  points: pointsIn(sale.points),
  paid_at: sale.paidAt,
});

const pointsIn = (text: string): number => wholeNumber(BigInt(text));
