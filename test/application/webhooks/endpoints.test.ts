import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { addEndpoint } from '../../../src/application/webhooks/add-endpoint.ts';
import { tellWebhooks } from '../../../src/application/webhooks/tell-webhooks.ts';
import type { WebhookDeliveryId, WebhookEndpointId } from '../../../src/domain/shared/ids.ts';
import { someNews } from '../../support/builders.ts';
import { answered } from '../../support/fake-webhook-sender.ts';
import { aHearer, told } from '../../support/hearing.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { BY_NOBODY, openShop } from '../../support/shop.ts';

describe('endpoints of webhooks', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let hearer: Awaited<ReturnType<typeof aHearer>>;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    hearer = await aHearer(shop, { audience: 'everyone' });
  });
  const unknown = newId<WebhookEndpointId>();
  const wish = (change: object = {}) => ({
    ...({ serviceName: hearer.name, url: 'https://other.example/', events: 'all', audience: 'own' } as const),
    ...change,
  });
  const happen = () => shop.uow.run((stores) => tellWebhooks(stores, uuidV7Source, someNews(), shop.uow.now));
  const deeds = async () => {
    const all = await shop.uow.run(({ audit }) =>
      audit.list({ subjectId: hearer.endpoint.id }, { before: null, limit: 99 }),
    );
    return all.map(({ action }) => action).reverse();
  };

  it('are added with a secret that is told once and kept sealed', async () => {
    expect(hearer.secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const kept = await shop.uow.run(({ webhookEndpoints }) => webhookEndpoints.listSecrets(hearer.endpoint.id));
    expect(kept.map(({ sealed }) => sealed.includes(hearer.secret.slice(6, 20)))).to.deep.equal([false]);
    expect(JSON.stringify(await shop.showEndpoint(hearer.endpoint.id))).not.to.include('sealed');
  });

  it('are refused where nothing may be sent, before anybody is asked', async () => {
    expect(await shop.addEndpoint(wish({ url: 'http://127.0.0.1/' }))).to.deep.equal({
      ...{ kind: 'url_refused', reason: 'not_https' },
    });
    shop.webhookSender.refusals.set('https://intranet.example/', 'address_not_public');
    const refused = { kind: 'url_refused', reason: 'address_not_public' };
    expect(await shop.addEndpoint(wish({ url: 'https://intranet.example/' }))).to.deep.equal(refused);
    const change = { url: 'https://intranet.example/' };
    expect(await shop.changeEndpoint(hearer.endpoint.id, change)).to.deep.equal(refused);
    expect(await shop.listEndpoints(null)).to.have.length(1);
  });

  it('are refused to services that are not there, and twice at one address', async () => {
    expect(await shop.addEndpoint(wish({ serviceName: 'nobody' }))).to.deep.equal({ kind: 'unknown_service' });
    const again = await shop.addEndpoint(wish({ url: hearer.endpoint.url }));
    expect(again).to.deep.equal({ kind: 'url_taken', endpoint: hearer.endpoint });
  });

  it('are refused where there is nothing to keep a secret under', async () => {
    const { uow, webhookSender } = shop;
    const tools = { uow, webhookSender, ids: uuidV7Source, secrets: nodeSecrets, by: BY_NOBODY };
    expect(await addEndpoint({ ...tools, serviceSeal: null })(wish())).to.deep.equal({ kind: 'root_secret_missing' });
  });

  it('are changed from the next event on, in what is named', async () => {
    const changed = await shop.changeEndpoint(hearer.endpoint.id, { events: ['points.low'] });
    expect(changed).to.deep.equal({
      kind: 'changed',
      endpoint: { ...hearer.endpoint, events: ['points.low'] },
      cancelled: 0,
    });
    await happen();
    expect(await told(shop)).to.deep.equal([]);
    expect(await shop.changeEndpoint(unknown, { enabled: true })).to.deep.equal({ kind: 'unknown_endpoint' });
  });

  it('that move are sent at the new address what waits', async () => {
    await happen();
    await shop.changeEndpoint(hearer.endpoint.id, { url: 'https://new.example/' });
    expect(await told(shop)).to.deep.equal(['order.paid to https://new.example/']);
  });

  it('that are disabled lose what waits until it is replayed, and hear nothing of what happens meanwhile', async () => {
    const { id } = hearer.endpoint;
    await happen();
    expect(await shop.changeEndpoint(id, { enabled: false })).to.include({ cancelled: 1 });
    await happen();
    const since = () => NOON;
    expect(await shop.replayEndpoint({ endpointId: id, since })).to.deep.equal({
      kind: 'endpoint_disabled',
      endpointId: id,
    });
    await shop.changeEndpoint(id, { enabled: true });
    expect(await told(shop)).to.deep.equal([]);
    expect(await shop.replayEndpoint({ endpointId: id, since })).to.deep.equal({ kind: 'replayed', deliveries: 1 });
    expect(await told(shop)).to.have.length(1);
    expect(await deeds()).to.deep.equal([
      ...['webhook.added', 'webhook.disabled', 'webhook.enabled', 'webhook.replayed'],
    ]);
  });

  it('have deliveries replayed with the same event, and only those that are meant', async () => {
    await happen();
    await told(shop);
    shop.uow.now = msAfter(NOON, DAY);
    await happen();
    shop.webhookSender.answers.gives(answered(500));
    await told(shop);
    const [young, old] = await shop.listWebhookLog({}, 9);
    if (!young || !old) throw new Error('not two');
    expect(await shop.replayDelivery(old.delivery.id)).to.deep.equal({ kind: 'replayed', deliveries: 1 });
    expect(await told(shop)).to.have.length(1);
    expect(shop.webhookSender.sent.at(-1)?.event).to.deep.equal(old.event);
    const wanted = { endpointId: hearer.endpoint.id, since: (now: Date) => msAfter(now, -MINUTE) };
    expect(await shop.replayEndpoint({ ...wanted, state: 'failed' })).to.deep.equal({
      kind: 'replayed',
      deliveries: 0,
    });
    expect(await shop.replayEndpoint(wanted)).to.deep.equal({ kind: 'replayed', deliveries: 1 });
    expect(await told(shop)).to.have.length(1);
    expect(shop.webhookSender.sent.at(-1)?.event).to.deep.equal(young.event);
    expect(await shop.replayDelivery(newId<WebhookDeliveryId>())).to.deep.equal({ kind: 'unknown_delivery' });
    expect(await shop.replayEndpoint({ ...wanted, endpointId: unknown })).to.deep.equal({ kind: 'unknown_endpoint' });
  });

  it('are pinged at once and once, also while they are disabled', async () => {
    await shop.changeEndpoint(hearer.endpoint.id, { enabled: false });
    shop.webhookSender.answers.gives(answered(200, { excerpt: 'pong' }), answered(500));
    const first = await shop.pingEndpoint(hearer.endpoint.id);
    expect(first).to.deep.include({ kind: 'pinged', outcome: answered(200, { excerpt: 'pong' }) });
    expect(await shop.pingEndpoint(hearer.endpoint.id)).to.deep.include({ kind: 'pinged', outcome: answered(500) });
    expect(shop.webhookSender.sent.map(({ event }) => event.type)).to.deep.equal(['webhook.ping', 'webhook.ping']);
    await shop.changeEndpoint(hearer.endpoint.id, { enabled: true });
    shop.uow.now = msAfter(NOON, DAY);
    expect(await told(shop), 'no worker tries it again').to.deep.equal([]);
    const states = (await shop.listWebhookLog({ type: 'webhook.ping' }, 9)).map(({ delivery }) => delivery.state);
    expect(states).to.deep.equal(['failed', 'delivered']);
    expect(shop.alarms).to.deep.equal([]);
    expect(await shop.pingEndpoint(unknown)).to.deep.equal({ kind: 'unknown_endpoint' });
  });

  it('are removed for good, with what was told', async () => {
    await happen();
    expect(await shop.removeEndpoint(hearer.endpoint.id)).to.deep.equal({ kind: 'removed' });
    expect([await shop.showEndpoint(hearer.endpoint.id), await shop.listWebhookLog({}, 9)]).to.deep.equal([null, []]);
    expect(await told(shop)).to.deep.equal([]);
    expect(await shop.removeEndpoint(hearer.endpoint.id)).to.deep.equal({ kind: 'unknown_endpoint' });
    expect(await shop.rotateWebhookSecret(unknown, 0)).to.deep.equal({ kind: 'unknown_endpoint' });
  });

  it('are listed by service', async () => {
    const other = await aHearer(shop);
    const names = async (service: string | null) =>
      (await shop.listEndpoints(service))?.map((each) => each.service.name);
    expect(await names(null)).to.deep.equal([hearer.name, other.name]);
    expect(await names(other.name)).to.deep.equal([other.name]);
    expect(await names('nobody')).to.equal(undefined);
  });

  it('leave no secret in the audit log', async () => {
    await shop.rotateWebhookSecret(hearer.endpoint.id, 0);
    await shop.pingEndpoint(hearer.endpoint.id);
    const log = JSON.stringify(await shop.uow.run(({ audit }) => audit.list({}, { before: null, limit: 99 })));
    expect(log).to.include('webhook.secret_rotated');
    expect(log).not.to.include('whsec_');
  });
});
