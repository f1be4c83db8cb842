import { expect } from 'chai';
import { EVENT_SCHEMAS } from '../../src/adapters/http/webhooks/event-schemas.ts';
import { eventually } from '../support/http/eventually.ts';
import { RefundingSystem } from '../support/http/refunding-system.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';
import { noteSecret } from '../support/leaks/note.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const MINUTE = 60;

/** Every part is real but WeChat, which is simulated on the wire. */
describe('a sister product that hears of its sales', () => {
  const system = useTestSystem();
  let receiver: WebhookReceiver;
  let sister: Awaited<ReturnType<typeof aSister>>;
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    sister = await aSister();
  });
  afterEach(async () => {
    await receiver.stop();
    await system().knex('webhooks.endpoints').update({ enabled: false });
  });

  async function aSister(wish: { audience?: 'own' | 'everyone' } = {}) {
    const { application, call } = system();
    const name = `sister-${newId()}`;
    const created = await application.createService(name);
    if (created.kind !== 'created') throw new Error(created.kind);
    const { token } = created;
    const url = `${receiver.url}/hooks`;
    const added = await application.addWebhookEndpoint({
      ...{ serviceName: name, url, events: 'all', audience: wish.audience ?? 'own' },
    });
    if (added.kind !== 'added') throw new Error(added.kind);
    noteSecret('signing secret', added.secret);
    const external_id = `user-${newId()}`;
    const { user_id } = (await call('/internal/v1/external-users', { token, body: { external_id } })).json;
    return { token, secret: added.secret, external_id, user_id };
  }
  const relay = () => system().sweep('relay-webhooks');
  /** What this sister has heard of her user, verified by her secret. */
  const heard = () => receiver.verified(sister.secret) as { type: string; data: Record<string, unknown> }[];

  async function openAndPay(metadata: object) {
    const { call, phone } = system();
    const body = { external_id: sister.external_id, package_ids: ['medium'], metadata };
    const headers = { 'Idempotency-Key': newId() };
    const opened = await call('/internal/v1/checkout-sessions', { token: sister.token, body, headers });
    expect(opened.status, opened.text).to.equal(201);
    const token = new URL(opened.json.url).hash.slice('#token='.length);
    const { json: payment } = await call('/api/payment/create', { token, body: { package_id: 'medium' } });
    await phone.pay(payment.out_trade_no, { notify: false });
    return { checkout: opened.json.id as string, payment };
  }

  it('opens a checkout, her user pays by QR, and she is told exactly once, with her notes', async () => {
    const { checkout, payment } = await openAndPay({ cart: '20260115-7', note: '小海马🐴' });
    await relay();
    expect(heard(), 'before WeChat has said that it is paid').to.deep.equal([]);
    for (let time = 0; time < 2; time++) await system().phone.deliver(payment.out_trade_no);
    await system().advance(MINUTE);
    await system().sweep();
    await relay();
    const [event, ...more] = heard();
    expect(more).to.deep.equal([]);
    expect(EVENT_SCHEMAS['order.paid'].parse(event)).to.deep.equal(event);
    const { paid_at, ...data } = event?.data ?? {};
    expect(data).to.deep.equal({
      ...{ order_id: payment.order_id, out_trade_no: payment.out_trade_no, user_id: sister.user_id },
      ...{ external_id: sister.external_id, checkout_session_id: checkout },
      metadata: { cart: '20260115-7', note: '小海马🐴' },
      ...{ package_code: 'medium', amount_fen: 7_900, points: 30 },
    });
    const { json } = await system().call(`/internal/v1/checkout-sessions/${checkout}`, { token: sister.token });
    expect(paid_at).to.equal(json.order.paid_at);
  });

  it('is told also where only the poll finds the payment', async () => {
    const { payment } = await openAndPay({});
    await system().advance(10);
    await system().sweep('poll-payments');
    await system().phone.deliver(payment.out_trade_no);
    await relay();
    expect(heard().map(({ type }) => type)).to.deep.equal(['order.paid']);
  });

  it('hears it again with the same id while she does not take it, and never after', async () => {
    const { payment } = await openAndPay({});
    await system().phone.deliver(payment.out_trade_no);
    const answers = [500, 500, 204];
    receiver.answer = (response) => response.writeHead(answers.shift() ?? 204).end();
    for (const seconds of [0, 7, 7 * MINUTE, 60 * MINUTE]) {
      await system().advance(seconds);
      await relay();
    }
    expect(receiver.received).to.have.length(3);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).to.equal(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).to.equal(1);
    expect(heard()).to.have.length(3);
  });

  it('hears nothing of what others sell to others', async () => {
    await system().actors.aPaidOrder(await system().actors.aPerson());
    await relay();
    expect(receiver.received).to.deep.equal([]);
  });

  it('hears of money that goes back, with what it took', async () => {
    sister = await aSister({ audience: 'everyone' });
    const shop = new RefundingSystem(system());
    await shop.plan();
    const sale = await shop.aSale();
    await shop.send(sale, 2_500);
    await system().advance(6);
    await eventually(async () => expect(await shop.seenBy(sale)).to.match(/^partly_refunded 2500/));
    receiver.received.length = 0;
    await relay();
    const [paid, refunded, ...more] = receiver.received
      .filter(({ headers }) => String(headers['webhook-signature']).length > 0)
      .map(({ body }) => JSON.parse(body))
      .sort((a, b) => (a.type < b.type ? -1 : 1));
    expect([paid?.type, more]).to.deep.equal(['order.paid', []]);
    expect(EVENT_SCHEMAS['order.refunded'].parse(refunded)).to.deep.equal(refunded);
    expect(refunded.data).to.include({
      ...{ order_id: sale.order.id, amount_fen: 5_000, refunded_fen: 2_500, total_refunded_fen: 2_500 },
      ...{ points_taken_back: 300, external_id: null },
    });
  });

  it('is forgotten with her user: what she called him, and noted, is nowhere any more', async () => {
    const { payment } = await openAndPay({ cart: 'cart-of-xiaoming' });
    await system().phone.deliver(payment.out_trade_no);
    await relay();
    expect(heard()).to.have.length(1);
    const { knex, uow } = system();
    const userId = (await knex('identity.external_users').where({ external_id: sister.external_id }).first()).user_id;
    await uow.run(({ webhookOutbox }) => webhookOutbox.eraseNamesOf(userId));
    const rows = JSON.stringify(
      await knex('webhooks.deliveries').join('webhooks.events as e', 'e.id', 'event_id').where({ user_id: userId }),
    );
    expect(rows).to.include(payment.order_id.slice(4, 12));
    expect(rows).not.to.include('cart-of-xiaoming').and.not.to.include(sister.external_id);
  });

  it('leaves no secret in a log line', async () => {
    const { payment } = await openAndPay({});
    await system().phone.deliver(payment.out_trade_no);
    receiver.answer = (response) => response.writeHead(410).end();
    await relay();
    const alarms = system().logLines.filter((line) => line.includes('webhook_endpoint_gone'));
    expect(alarms).to.have.length(1);
    expect(system().logLines.join('\n')).not.to.include('whsec_').and.not.to.include(sister.secret.slice(6));
  });
});
