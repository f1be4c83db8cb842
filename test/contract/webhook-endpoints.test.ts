import { expect } from 'chai';
import type { ServiceId } from '../../src/domain/shared/ids.ts';
import type { WebhookEndpoint } from '../../src/domain/webhooks/endpoint.ts';
import { anEndpoint, aWebhookDelivery, aWebhookEvent, aWebhookSecret } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Webhook endpoints', (commit) => {
  const added = async (change: Partial<WebhookEndpoint> = {}): Promise<WebhookEndpoint> => {
    const endpoint = anEndpoint(change);
    await commit(({ webhookEndpoints }) => webhookEndpoints.add(endpoint));
    return endpoint;
  };
  const list = (serviceId: ServiceId | null = null) =>
    commit(({ webhookEndpoints }) => webhookEndpoints.list(serviceId));

  it('come back as they were added, and as they were changed', async () => {
    const endpoint = await added({ events: ['order.paid', 'key.expiring'], audience: 'own' });
    const read = () =>
      commit(async ({ webhookEndpoints }) => [
        await webhookEndpoints.find(endpoint.id),
        await webhookEndpoints.lock(endpoint.id),
      ]);
    expect(await read()).to.deep.equal([endpoint, endpoint]);
    const changed = { ...endpoint, url: 'https://other.example/', events: 'all', audience: 'everyone', enabled: false };
    await commit(({ webhookEndpoints }) => webhookEndpoints.save(changed as WebhookEndpoint));
    expect(await read()).to.deep.equal([changed, changed]);
  });

  it('that are unknown are null', async () => {
    const { id } = anEndpoint();
    expect(await commit(({ webhookEndpoints }) => webhookEndpoints.find(id))).to.equal(null);
    expect(await commit(({ webhookEndpoints }) => webhookEndpoints.lock(id))).to.equal(null);
  });

  it('are listed the oldest first, of one service or of all', async () => {
    const second = await added({ createdAt: msAfter(NOON, MINUTE) });
    const first = await added({ serviceId: second.serviceId, createdAt: NOON });
    const other = await added({ createdAt: msAfter(NOON, 2 * MINUTE) });
    expect(await list()).to.deep.equal([first, second, other]);
    expect(await list(second.serviceId)).to.deep.equal([first, second]);
    expect(await list(newId<ServiceId>())).to.deep.equal([]);
  });

  it('have an address once per service: twice is a fault', async () => {
    const { serviceId, url } = await added();
    await rejectionOf(added({ serviceId, url }));
    await added({ url });
    expect(await list()).to.have.length(2);
  });

  it('listen as far as they are enabled and want such things', async () => {
    const all = await added();
    const some = await added({ events: ['points.low'], createdAt: msAfter(NOON, 1) });
    await added({ enabled: false });
    await added({ events: [] });
    const listening = (type: 'order.paid' | 'points.low') =>
      commit(({ webhookEndpoints }) => webhookEndpoints.listListening(type));
    expect(await listening('order.paid')).to.deep.equal([all]);
    expect(await listening('points.low')).to.deep.equal([all, some]);
  });

  it('have secrets, the newest first, which end once', async () => {
    const { id } = await added();
    const old = aWebhookSecret(id);
    const ended = aWebhookSecret(id, { createdAt: msAfter(NOON, 1), expiresAt: msAfter(NOON, MINUTE) });
    const other = aWebhookSecret((await added()).id);
    const list = (of = id) => commit(({ webhookEndpoints }) => webhookEndpoints.listSecrets(of));
    await commit(async ({ webhookEndpoints }) => {
      for (const secret of [old, ended, other]) await webhookEndpoints.addSecret(secret);
      await webhookEndpoints.endSecrets(id, msAfter(NOON, DAY));
    });
    const fresh = aWebhookSecret(id, { createdAt: msAfter(NOON, 2) });
    await commit(({ webhookEndpoints }) => webhookEndpoints.addSecret(fresh));
    expect(await list()).to.deep.equal([fresh, ended, { ...old, expiresAt: msAfter(NOON, DAY) }]);
    expect(await list(other.endpointId)).to.deep.equal([other]);
  });

  it('raise an alarm once, until they are calm again', async () => {
    const [{ id }, other] = [await added(), await added()];
    const claim = (of = id) => commit(({ webhookEndpoints }) => webhookEndpoints.claimAlarm(of, NOON));
    expect([await claim(), await claim(), await claim(other.id)]).to.deep.equal([true, false, true]);
    await commit(({ webhookEndpoints }) => webhookEndpoints.calm(id));
    expect([await claim(), await claim(other.id)]).to.deep.equal([true, false]);
  });

  it('go with their secrets and deliveries, and leave those of others', async () => {
    const [gone, stays] = [await added(), await added()];
    const event = aWebhookEvent();
    await commit(async ({ webhookEndpoints, webhookOutbox }) => {
      await webhookEndpoints.addSecret(aWebhookSecret(gone.id));
      await webhookOutbox.add(event, [aWebhookDelivery(event.id, gone.id), aWebhookDelivery(event.id, stays.id)]);
      await webhookEndpoints.remove(gone.id);
    });
    expect(await list()).to.deep.equal([stays]);
    expect(await commit(({ webhookEndpoints }) => webhookEndpoints.listSecrets(gone.id))).to.deep.equal([]);
    const left = await commit(({ webhookOutbox }) => webhookOutbox.list({}, 9));
    expect(left.map(({ delivery }) => delivery.endpointId)).to.deep.equal([stays.id]);
  });
});
