import { expect } from 'chai';
import { eventJson } from '../../../src/adapters/http/webhooks/event-json.ts';
import { EVENT_SCHEMAS } from '../../../src/adapters/http/webhooks/event-schemas.ts';
import { WEBHOOK_CONTRACTS } from '../../../src/adapters/http/webhooks/webhook-contracts.ts';
import type { BeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type {
  ApiKeyId,
  CheckoutSessionId,
  OrderId,
  OutTradeNo,
  RefundId,
  UserId,
  WebhookEventId,
} from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import type { Recipient } from '../../../src/domain/webhooks/delivery.ts';
import { type News, WEBHOOK_EVENT_TYPES, type WebhookEvent } from '../../../src/domain/webhooks/event.ts';
import {
  newsOfExpiry,
  newsOfKeyExpiry,
  newsOfLowPoints,
  newsOfPayment,
  newsOfPing,
  newsOfRefund,
} from '../../../src/domain/webhooks/news.ts';
import { internalDocument, misfit } from '../../support/http/check-contract.ts';
import { NOON } from '../../support/instants.ts';

const uuid = <Id extends string>(digit: number): Id => `0192a219-a141-72b4-9fb3-35dba8f5a7d${digit}` as Id;
const shown = (prefix: string, digit: number): string => `${prefix}_0192a219a14172b49fb335dba8f5a7d${digit}`;
const user = uuid<UserId>(1);
const sale = {
  ...{ orderId: uuid<OrderId>(2), outTradeNo: 'A1b2C3' as OutTradeNo, packageCode: 'medium', amountFen: fen(7_900) },
  ...{ points: points(30n), paidAt: NOON },
};
const refund = {
  ...{ refundId: uuid<RefundId>(3), refundedFen: fen(3_000), totalRefundedFen: fen(3_500) },
  pointsTakenBack: points(9_007_199_254_740_991n),
};
const lastDay = '2026-01-22' as BeijingDay;

const news: readonly News[] = [
  newsOfPayment(user, sale),
  newsOfRefund(user, sale, refund),
  newsOfLowPoints(user, { left: points(97n), level: points(100n) }, NOON),
  newsOfExpiry(user, { points: points(5n), lastDay, expiresAt: NOON }),
  newsOfKeyExpiry({ id: uuid<ApiKeyId>(4), userId: user, expiresAt: NOON }),
  newsOfPing(uuid<WebhookEventId>(5)),
];
const inCheckout: Recipient = {
  externalId: '用户-42',
  checkout: { id: uuid<CheckoutSessionId>(6), metadata: { cart: '小海马' } },
};
const nobodys: Recipient = { externalId: null, checkout: null };
const json = (each: News, recipient: Recipient, keyName: string | null = null) =>
  eventJson({ event: { ...each, id: uuid<WebhookEventId>(7), occurredAt: NOON } as WebhookEvent, recipient, keyName });

describe('the body of an event', () => {
  it('is there for every type', () => {
    expect(news.map(({ type }) => type)).to.deep.equal([...WEBHOOK_EVENT_TYPES]);
    expect(WEBHOOK_CONTRACTS.map(({ type }) => type)).to.deep.equal([...WEBHOOK_EVENT_TYPES]);
  });

  for (const each of news) {
    it(`of ${each.type} is what its schema and the document say, and nothing else`, () => {
      for (const recipient of [inCheckout, nobodys]) {
        const body = json(each, recipient, '生产环境');
        expect(EVENT_SCHEMAS[each.type].parse(body)).to.deep.equal(body);
        const { schema } = internalDocument.webhooks[each.type]?.post.requestBody.content['application/json'] ?? {};
        expect(misfit(each.type, schema ?? expect.fail('not described'), body)).to.equal(null);
      }
    });
  }

  it('of a payment names the order, the user and the checkout of the receiving service', () => {
    expect(json(news[0] as News, inCheckout)).to.deep.equal({
      type: 'order.paid',
      timestamp: '2026-01-15T04:00:00.000Z',
      data: {
        ...{ order_id: shown('ord', 2), out_trade_no: 'A1b2C3', user_id: shown('usr', 1), external_id: '用户-42' },
        ...{ checkout_session_id: shown('chk', 6), metadata: { cart: '小海马' }, package_code: 'medium' },
        ...{ amount_fen: 7_900, points: 30, paid_at: '2026-01-15T04:00:00.000Z' },
      },
    });
    const { data } = json(news[0] as News, nobodys);
    expect(data).to.deep.include({ external_id: null, checkout_session_id: null, metadata: {} });
  });

  it('of a refund says what has gone back, now and in all, and what it took', () => {
    expect(json(news[1] as News, nobodys).data).to.deep.include({
      ...{ order_id: shown('ord', 2), refund_id: shown('rfd', 3), refunded_fen: 3_000, total_refunded_fen: 3_500 },
      points_taken_back: 9_007_199_254_740_991,
    });
  });

  it('of points and keys says whose and when', () => {
    const [low, expiring, key, ping] = news.slice(2).map((each) => json(each, inCheckout, '生产环境').data);
    const whose = { user_id: shown('usr', 1), external_id: '用户-42' };
    expect(low).to.deep.equal({ ...whose, available: 97, level: 100 });
    expect(expiring).to.deep.equal({
      ...{ ...whose, points: 5, expires_at: '2026-01-15T04:00:00.000Z', last_day: '2026-01-22' },
    });
    expect(key).to.deep.equal({
      ...{ ...whose, key_id: shown('key', 4), key_name: '生产环境', expires_at: '2026-01-15T04:00:00.000Z' },
    });
    expect(ping).to.deep.equal({});
  });
});
