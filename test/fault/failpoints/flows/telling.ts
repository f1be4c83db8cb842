import { expect } from 'chai';
import { changeEndpoint } from '../../../../src/application/webhooks/change-endpoint.ts';
import { pingEndpoint } from '../../../../src/application/webhooks/ping-endpoint.ts';
import { removeEndpoint } from '../../../../src/application/webhooks/remove-endpoint.ts';
import { replayEndpoint } from '../../../../src/application/webhooks/replay-deliveries.ts';
import { rotateWebhookSecret } from '../../../../src/application/webhooks/rotate-webhook-secret.ts';
import { SIMULATED_TEMPLATES } from '../../../../src/cli/system/subscribe-messages-config.ts';
import { nextDaytime } from '../../../../src/domain/identity/notice-schedule.ts';
import type { WebhookEndpointId } from '../../../../src/domain/shared/ids.ts';
import { BY_NOBODY, SERVICE_SEAL } from '../../../support/shop.ts';
import { WebhookReceiver } from '../../../support/webhook-receiver.ts';
import type { Flow } from '../flow.ts';
import type { Process } from '../mortal-process.ts';
import type { Scene } from '../scene.ts';
import { sale } from './refunding.ts';
import { caller } from './spending.ts';

const DAY = 86_400;
const by = BY_NOBODY;

type Sister = {
  readonly name: string;
  readonly token: string;
  readonly receiver: WebhookReceiver;
  readonly endpointId: WebhookEndpointId;
};

/** A service that hears of events; its endpoint is added by an operator, and there once, however often he has to ask. */
async function aSister(scene: Scene, audience: 'own' | 'everyone', work: (sister: Sister) => Promise<void>) {
  const { application, knex } = scene.world.system;
  const name = `sister-${crypto.randomUUID()}`;
  const created = await application.createService(name);
  if (created.kind !== 'created') throw new Error(created.kind);
  const receiver = await WebhookReceiver.start();
  try {
    const wish = { serviceName: name, url: `${receiver.url}/hooks`, events: 'all' as const, audience };
    await scene.step((on) => on.application.addWebhookEndpoint(wish));
    const [endpoint, ...more] = await knex('webhooks.endpoints').where({ service_id: created.service.id });
    expect(more).to.deep.equal([]);
    await work({ name, token: created.token, receiver, endpointId: endpoint.id });
  } finally {
    await knex('webhooks.endpoints').update({ enabled: false });
    await receiver.stop();
  }
}

/** As a receiver has to read it: the same event of this user may come again, under the same id. */
function eventsIn({ received }: WebhookReceiver, type: string, userId: string): Set<unknown> {
  const read = received.map(({ body, headers }) => ({ ...JSON.parse(body), id: headers['webhook-id'] }));
  return new Set(read.filter((each) => each.type === type && each.data.user_id === userId).map(({ id }) => id));
}

const checkout: Flow = {
  name: 'a checkout that a service opens, and hears of',
  play: (scene) =>
    aSister(scene, 'own', async ({ token, receiver }) => {
      const external_id = `user-${crypto.randomUUID()}`;
      const { json: mapped } = await scene.expect(200, '/internal/v1/external-users', { token, body: { external_id } });
      const headers = { 'Idempotency-Key': crypto.randomUUID() };
      const body = { external_id, package_ids: ['medium'] };
      const { json } = await scene.expect(201, '/internal/v1/checkout-sessions', { token, body, headers });
      const session = new URL(json.url).hash.slice('#token='.length);
      const wanted = { token: session, body: { package_id: 'medium' } };
      const { json: payment } = await scene.expect(201, '/api/payment/create', wanted);
      await scene.phone.pay(payment.out_trade_no, { notify: false });
      await scene.told(() => scene.phone.deliver(payment.out_trade_no));
      await scene.sweep('handle-notifications', 'relay-webhooks');
      await scene.advance(600);
      await scene.sweep('handle-notifications', 'relay-webhooks');
      await scene.over();
      expect(eventsIn(receiver, 'order.paid', mapped.user_id).size).to.equal(1);
      const { json: account } = await scene.world.system.call(`/internal/v1/checkout-sessions/${json.id}`, { token });
      expect(account.order.status).to.equal('paid');
    }),
};

const operators = ({ parts }: Process) => ({ ...parts, serviceSeal: SERVICE_SEAL, by });

const moved: Flow = {
  alone: true,
  name: 'an endpoint that is pinged, changed, replayed and removed',
  play: (scene) =>
    aSister(scene, 'everyone', async ({ receiver, endpointId }) => {
      receiver.answer = (response) => response.writeHead(500).end();
      const { person } = await sale(scene);
      await scene.sweep('relay-webhooks');
      await scene.step((on) => rotateWebhookSecret(operators(on))(endpointId, 60_000));
      await scene.step((on) => changeEndpoint(operators(on))(endpointId, { enabled: false }));
      await scene.step((on) => changeEndpoint(operators(on))(endpointId, { enabled: true }));
      receiver.answer = (response) => response.writeHead(204).end();
      await scene.step((on) => pingEndpoint(operators(on))(endpointId));
      await scene.step((on) => replayEndpoint(operators(on))({ endpointId, since: () => new Date(0) }));
      await scene.sweep('relay-webhooks');
      await scene.advance(600);
      await scene.sweep('relay-webhooks');
      expect(eventsIn(receiver, 'order.paid', person.id).size).to.equal(1);
      await scene.step((on) => removeEndpoint(operators(on))(endpointId));
      await scene.advance(40 * DAY);
      await scene.sweep('forget-webhooks');
      await scene.over();
      const { knex } = scene.world.system;
      expect(await knex('webhooks.deliveries').where({ endpoint_id: endpointId })).to.deep.equal([]);
    }),
};

/** To ten in the morning in Beijing, when people may be told. */
async function untilDaytime(scene: Scene): Promise<void> {
  const now = await scene.world.system.uow.run(({ clock }) => clock.now());
  await scene.advance(Math.ceil((nextDaytime(now).getTime() - now.getTime()) / 1_000) + 60);
}

const low: Flow = {
  alone: true,
  name: 'points that run low, of which everybody is told',
  play: (scene) =>
    aSister(scene, 'everyone', async ({ receiver }) => {
      const spender = await caller(scene);
      const { points_low: template } = SIMULATED_TEMPLATES;
      await scene.phone.acceptMessages(spender.person.openid, template.id, 2);
      const accepted = { token: spender.person.token, body: { accepted: [template.id] } };
      await scene.expect(200, '/api/v1/subscriptions', accepted);
      await scene.sweep('notice-low-points', 'tell-low-points');
      await spender.charge({ quantity: 110 });
      await untilDaytime(scene);
      await scene.sweep('notice-low-points', 'tell-low-points', 'send-notices', 'relay-webhooks');
      await scene.advance(600);
      await scene.sweep('notice-low-points', 'tell-low-points', 'send-notices', 'relay-webhooks');
      await scene.over();
      expect(eventsIn(receiver, 'points.low', spender.person.id).size).to.equal(1);
      // One too many is better than none, where the process died between WeChat's answer and the note of it.
      expect((await scene.phone.messagesOf(spender.person.openid)).length).to.be.within(1, 2);
    }),
};

const expiring: Flow = {
  alone: true,
  name: 'points and keys that expire soon, of which everybody is told',
  play: (scene) =>
    aSister(scene, 'everyone', async ({ receiver }) => {
      const owner = await caller(scene);
      const { knex } = scene.world.system;
      const lot = await knex('ledger.lots').where({ account_id: owner.userId }).first();
      const now = await scene.world.system.uow.run(({ clock }) => clock.now());
      const ahead = (new Date(lot.expires_at).getTime() - now.getTime()) / 1_000 - 5 * DAY;
      await scene.advance(ahead);
      await untilDaytime(scene);
      const soon = await scene.world.system.uow.run(({ clock }) => clock.now());
      await knex('keyvault.api_keys')
        .where({ user_id: owner.userId })
        .update({ expires_at: new Date(soon.getTime() + 2 * DAY * 1_000) });
      await scene.sweep('notice-expiring-points', 'tell-expiring-points', 'tell-expiring-keys', 'relay-webhooks');
      await scene.advance(600);
      await scene.sweep('tell-expiring-points', 'tell-expiring-keys', 'relay-webhooks');
      await scene.advance(40 * DAY);
      await scene.sweep('forget-webhooks', 'expire-lots');
      await scene.over();
      expect(eventsIn(receiver, 'points.expiring', owner.person.id).size).to.equal(1);
      expect(eventsIn(receiver, 'key.expiring', owner.person.id).size).to.equal(1);
    }),
};

const untaken: Flow = {
  name: 'a message that its user takes no more',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const accepted = { accepted: [SIMULATED_TEMPLATES.payment_success.id] };
    await scene.expect(200, '/api/v1/subscriptions', { token: person.token, body: accepted });
    await scene.before(() => scene.world.system.actors.aPaidOrder(person));
    await scene.sweep('send-notices');
    await scene.advance(600);
    await scene.sweep('send-notices');
    await scene.over();
    expect(await scene.phone.messagesOf(person.openid)).to.deep.equal([]);
    expect(await scene.world.system.actors.balanceOf(person)).to.equal(600);
  },
};

export const TELLING: readonly Flow[] = [checkout, moved, untaken, low, expiring];
