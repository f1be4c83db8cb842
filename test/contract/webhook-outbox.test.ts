import { expect } from 'chai';
import type { CheckoutSessionId, WebhookDeliveryId, WebhookEndpointId } from '../../src/domain/shared/ids.ts';
import type { DeliveryAttempt, DeliveryEnd, WebhookDelivery } from '../../src/domain/webhooks/delivery.ts';
import type { WebhookEndpoint } from '../../src/domain/webhooks/endpoint.ts';
import type { WebhookEvent } from '../../src/domain/webhooks/event.ts';
import type { DeliveryFilter, Lanes } from '../../src/domain/webhooks/webhook-stores.ts';
import { anEndpoint, aWebhookDelivery, aWebhookEvent, someNews } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import { type Commit, describeStores } from '../support/stores.ts';

const LANES: Lanes = { free: 9, perEndpoint: 9, busy: new Map() };

async function addEndpoint(commit: Commit, change: Partial<WebhookEndpoint> = {}): Promise<WebhookEndpointId> {
  const endpoint = anEndpoint(change);
  await commit(({ webhookEndpoints }) => webhookEndpoints.add(endpoint));
  return endpoint.id;
}

describeStores('The outbox of webhooks', (commit) => {
  let endpointId: WebhookEndpointId;
  beforeEach(async () => {
    endpointId = await addEndpoint(commit);
  });
  const add = async (change: Partial<WebhookDelivery> = {}, event: WebhookEvent = aWebhookEvent()) => {
    const delivery = aWebhookDelivery(event.id, endpointId, change);
    const isNew = await commit(({ webhookOutbox }) => webhookOutbox.add(event, [delivery]));
    return { delivery, event, isNew };
  };
  const takeAt = (ms: number, lanes: Partial<Lanes> = {}) =>
    commit(({ webhookOutbox }) => webhookOutbox.takeDue(msAfter(NOON, ms), { ...LANES, ...lanes }));
  const idsAt = async (ms: number, lanes: Partial<Lanes> = {}) =>
    (await takeAt(ms, lanes)).map(({ delivery }) => delivery.id);
  const list = (filter: DeliveryFilter = {}, limit = 9) =>
    commit(({ webhookOutbox }) => webhookOutbox.list(filter, limit));
  const find = (id: WebhookDeliveryId) => commit(({ webhookOutbox }) => webhookOutbox.find(id));
  const end = (id: WebhookDeliveryId, how: DeliveryEnd) => commit(({ webhookOutbox }) => webhookOutbox.end(id, how));
  const stateOf = async (id: WebhookDeliveryId): Promise<string> => {
    const found = (await find(id))?.delivery;
    return [found?.state, found?.reason ?? []].flat().join(' ');
  };

  it('gives what is due, with its event, word for word', async () => {
    const recipient = {
      externalId: '用户-42',
      checkout: { id: newId<CheckoutSessionId>(), metadata: { cart: '小海马🐴', note: '' } },
    };
    const { delivery, event } = await add({ recipient, tries: 2, dueAt: msAfter(NOON, MINUTE) });
    expect(await takeAt(MINUTE - 1)).to.deep.equal([]);
    expect(await takeAt(MINUTE)).to.deep.equal([{ delivery, event }]);
  });

  it('tells one thing once within a type, whatever has become of it', async () => {
    const news = someNews();
    const first = await add({}, aWebhookEvent(news));
    await end(first.delivery.id, { state: 'delivered' });
    const second = await add({}, aWebhookEvent(news));
    const other = await add({}, aWebhookEvent(someNews()));
    expect([first.isNew, second.isNew, other.isNew]).to.deep.equal([true, false, true]);
    expect((await list()).map(({ event }) => event.id)).to.deep.equal([other.event.id, first.event.id]);
  });

  it('gives the longest due first, as far as there are lanes', async () => {
    const b = await add({ dueAt: msAfter(NOON, 2) });
    const a = await add({ dueAt: msAfter(NOON, 1) });
    const c = await add({ dueAt: msAfter(NOON, 3) });
    expect(await idsAt(DAY, { free: 2 })).to.deep.equal([a.delivery.id, b.delivery.id]);
    expect(await idsAt(DAY)).to.deep.equal([a, b, c].map(({ delivery }) => delivery.id));
    expect(await idsAt(DAY, { free: 0 })).to.deep.equal([]);
  });

  it('gives so many of each endpoint as it has lanes left, and others their turn', async () => {
    const many = [];
    for (let nth = 0; nth < 5; nth++) many.push((await add({ dueAt: msAfter(NOON, nth) })).delivery.id);
    const [queue, other] = [endpointId, await addEndpoint(commit)];
    endpointId = other;
    const late = (await add({ dueAt: msAfter(NOON, MINUTE) })).delivery.id;
    expect(await idsAt(DAY, { perEndpoint: 2 })).to.deep.equal([...many.slice(0, 2), late]);
    expect(await idsAt(DAY, { perEndpoint: 2, busy: new Map([[queue, 1]]) })).to.deep.equal([many[0], late]);
    expect(await idsAt(DAY, { perEndpoint: 2, busy: new Map([[queue, 3]]) })).to.deep.equal([late]);
  });

  it('gives nothing of an endpoint that is disabled', async () => {
    endpointId = await addEndpoint(commit, { enabled: false });
    await add();
    expect(await takeAt(DAY)).to.deep.equal([]);
  });

  it('gives a delivery again when that was scheduled', async () => {
    const { delivery, event } = await add();
    const dueAt = msAfter(NOON, MINUTE);
    await commit(({ webhookOutbox }) => webhookOutbox.scheduleTry(delivery.id, 3, dueAt));
    expect(await takeAt(MINUTE - 1)).to.deep.equal([]);
    expect(await takeAt(MINUTE)).to.deep.equal([{ event, delivery: { ...delivery, tries: 3, dueAt } }]);
  });

  const ends: readonly DeliveryEnd[] = [
    { state: 'delivered' },
    { state: 'failed', reason: 'no_more_tries' },
    { state: 'failed', reason: 'gone' },
    { state: 'cancelled', reason: 'service_disabled' },
  ];
  for (const how of ends) {
    const said = Object.values(how).join(' ');
    it(`has done with a delivery that is ${said}, until it is replayed`, async () => {
      const [{ delivery }, other] = [await add(), await add()];
      await end(delivery.id, how);
      await commit(({ webhookOutbox }) => webhookOutbox.scheduleTry(delivery.id, 1, NOON));
      await end(delivery.id, { state: 'failed', reason: 'gone' });
      expect([await stateOf(delivery.id), await stateOf(other.delivery.id)]).to.deep.equal([said, 'pending']);
      expect(await idsAt(DAY)).to.deep.equal([other.delivery.id]);
      const replayed = await commit(({ webhookOutbox }) => webhookOutbox.replay({ id: delivery.id }, msAfter(NOON, 5)));
      expect([replayed, await stateOf(delivery.id)]).to.deep.equal([1, 'pending']);
      expect((await find(delivery.id))?.delivery).to.include({ tries: 0 });
      expect(await idsAt(4)).to.deep.equal([other.delivery.id]);
      expect(await idsAt(5)).to.deep.equal([other.delivery.id, delivery.id]);
    });
  }

  it('logs every try, the first one first, and forgets none when it is replayed', async () => {
    const { delivery, event } = await add();
    const tries: DeliveryAttempt[] = [
      { at: msAfter(NOON, 1), status: null, fault: 'timeout', durationMs: 10_000, excerpt: '' },
      { at: msAfter(NOON, 2), status: 500, fault: null, durationMs: 3, excerpt: '海马 is away' },
    ];
    for (const each of tries) await commit(({ webhookOutbox }) => webhookOutbox.addAttempt(delivery.id, each));
    await commit(({ webhookOutbox }) => webhookOutbox.replay({ id: delivery.id }, NOON));
    expect(await find(delivery.id)).to.deep.equal({ delivery, event, attempts: tries });
    await commit(({ webhookOutbox }) => webhookOutbox.addAttempt(newId(), tries[0] as DeliveryAttempt));
    expect(await find(newId())).to.equal(null);
  });

  it('cancels what waits for one endpoint, and says how much', async () => {
    const [waits, done] = [await add(), await add()];
    await end(done.delivery.id, { state: 'delivered' });
    const first = endpointId;
    endpointId = await addEndpoint(commit);
    const other = await add();
    expect(await commit(({ webhookOutbox }) => webhookOutbox.cancelPending(first))).to.equal(1);
    const states = [waits, done, other].map(({ delivery }) => stateOf(delivery.id));
    expect(await Promise.all(states)).to.deep.equal(['cancelled endpoint_disabled', 'delivered', 'pending']);
  });

  it('lists and replays by endpoint, state, type and time', async () => {
    const old = await add({}, aWebhookEvent(someNews(), msAfter(NOON, -DAY)));
    const failed = await add();
    await end(failed.delivery.id, { state: 'failed', reason: 'no_more_tries' });
    const mine = endpointId;
    endpointId = await addEndpoint(commit);
    const other = await add();
    const shown = async (filter: DeliveryFilter, limit?: number) =>
      (await list(filter, limit)).map(({ delivery }) => delivery.id);
    const [a, b, c] = [old.delivery.id, failed.delivery.id, other.delivery.id];
    expect(await shown({})).to.deep.equal([c, b, a]);
    expect(await shown({}, 2)).to.deep.equal([c, b]);
    expect(await shown({ endpointId: mine })).to.deep.equal([b, a]);
    expect(await shown({ state: 'failed' })).to.deep.equal([b]);
    expect(await shown({ endpointId: mine, since: NOON })).to.deep.equal([b]);
    expect(await shown({ type: 'order.paid' })).to.deep.equal([c, b, a]);
    expect(await shown({ type: 'points.low' })).to.deep.equal([]);
    expect(await shown({ keys: [old.event.key, other.event.key] })).to.deep.equal([c, a]);
    expect(await shown({ keys: [] })).to.deep.equal([]);
    const replay = (filter: DeliveryFilter) => commit(({ webhookOutbox }) => webhookOutbox.replay(filter, NOON));
    expect(await replay({ endpointId: mine, since: msAfter(NOON, 1) })).to.equal(0);
    expect(await replay({ endpointId: mine, since: msAfter(NOON, -DAY), state: 'failed' })).to.equal(1);
    expect(await shown({ state: 'failed' })).to.deep.equal([]);
  });

  it('removes old events, some at a time, but none that somebody still waits for', async () => {
    const at = (ms: number) => aWebhookEvent(someNews(), msAfter(NOON, ms));
    const [first, second, young, pending] = [
      await add({}, at(-DAY)),
      await add({}, at(-DAY + 1)),
      await add({}, at(0)),
      await add({}, at(-2 * DAY)),
    ];
    for (const each of [first, second, young]) await end(each.delivery.id, { state: 'delivered' });
    const remove = (limit: number) => commit(({ webhookOutbox }) => webhookOutbox.removeBefore(NOON, limit));
    expect([await remove(1), await remove(9), await remove(9)]).to.deep.equal([1, 1, 0]);
    expect((await list()).map(({ event }) => event.id)).to.deep.equal([pending.event.id, young.event.id]);
  });

  it('erases what services call a user, where it has ended', async () => {
    const checkout = { id: newId<CheckoutSessionId>(), metadata: { cart: '7' } };
    const recipient = { externalId: 'xiaoming', checkout };
    const [ended, waits, others] = [await add({ recipient }), await add({ recipient }), await add({ recipient })];
    const plain = await add({}, { ...aWebhookEvent(), userId: ended.event.userId } as WebhookEvent);
    for (const { delivery } of [ended, others, plain]) await end(delivery.id, { state: 'delivered' });
    for (const { event } of [ended, waits]) {
      await commit(({ webhookOutbox }) => webhookOutbox.eraseNamesOf(event.userId ?? expect.fail('whose?')));
    }
    const recipientOf = async ({ delivery }: typeof ended) => (await find(delivery.id))?.delivery.recipient;
    const erased = { externalId: null, checkout: { id: checkout.id, metadata: {} } };
    expect(await recipientOf(ended)).to.deep.equal(erased);
    expect(await recipientOf(plain)).to.deep.equal({ externalId: null, checkout: null });
    expect([await recipientOf(waits), await recipientOf(others)]).to.deep.equal([recipient, recipient]);
  });
});
