import { expect } from 'chai';
import type { OutTradeNo } from '../../../../src/domain/shared/ids.ts';
import type { Person } from '../../../support/http/actors.ts';
import { type Answer, callApi } from '../../../support/http/api-client.ts';
import type { Bought } from '../../../support/http/counters.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';

const EXPIRY_SECONDS = 3 * 3_600;

/** The mini-program on this platform asks, and shows the cashier. */
export async function order(scene: Scene, person: Person, platform: 'android' | 'ios', code = 'points-50') {
  const body = { package_id: await scene.world.system.actors.packageId(code) };
  const headers = { 'X-Client-Platform': platform };
  const { json } = await scene.expect(201, '/api/v1/orders', { token: person.token, body, headers });
  return json as { readonly order: Bought; readonly checkout: { readonly params: object } };
}

export async function expectOrder({ world }: Scene, person: Person, id: string, seen: object, points: number) {
  const { json } = await world.system.call(`/api/v1/orders/${id}`, { token: person.token });
  expect(json).to.include(seen);
  expect(await world.system.actors.balanceOf(person)).to.equal(points);
}

const paid = { status: 'paid', refunded_fen: 0 };

const signIn: Flow = {
  name: 'somebody signs in',
  play: async (scene) => {
    const name = `somebody-${crypto.randomUUID()}`;
    /** A code is good for one try: whoever got no answer asks WeChat for another one. */
    const enter = (traits: object): Promise<Answer> =>
      scene.step(async ({ url }) => {
        const { code } = await scene.phone.login(name, traits);
        return callApi(`${url}/api/v1/session`, { body: { code } });
      });
    const first = await enter({});
    const second = await enter({ unionid: true });
    await scene.over();
    expect([first.status, second.status]).to.deep.equal([201, 201]);
    expect(second.json.user.id, 'one person, one user').to.equal(first.json.user.id);
  },
};

const told: Flow = {
  name: 'an order by JSAPI, told by a notification',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed, checkout } = await order(scene, person, 'android');
    await scene.phone.openCashier(person.openid, checkout.params);
    await scene.phone.pay(placed.out_trade_no, { openid: person.openid, notify: false });
    await scene.told(() => scene.phone.deliver(placed.out_trade_no));
    await scene.until(() => expectOrder(scene, person, placed.id, paid, 600), 'handle-notifications');
    await scene.advance(60);
    await scene.sweep('report-deliveries');
    await scene.over();
    await expectOrder(scene, person, placed.id, paid, 600);
  },
};

const polled: Flow = {
  name: 'an order by QR code, found by polling',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const body = { package_id: 'small' };
    const { json } = await scene.expect(201, '/api/payment/create', { token: person.token, body });
    await scene.phone.pay(json.out_trade_no, { openid: person.openid, notify: false });
    await scene.advance(10);
    await scene.sweep('poll-payments');
    await scene.advance(60);
    await scene.sweep('poll-payments');
    await scene.over();
    await expectOrder(scene, person, json.order_id, paid, 10);
  },
};

const pushed: Flow = {
  name: 'virtual payment, pushed',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed, checkout } = await order(scene, person, 'ios');
    const outTradeNo = await scene.phone.payVirtually(person.openid, checkout.params, { notify: false });
    await scene.told(() => scene.phone.push(outTradeNo));
    await scene.until(() => expectOrder(scene, person, placed.id, paid, 600), 'handle-notifications');
    await scene.advance(60);
    await scene.sweep('report-deliveries');
    await scene.over();
    await expectOrder(scene, person, placed.id, paid, 600);
  },
};

const asked: Flow = {
  name: 'a payment that the buyer asks about',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed } = await order(scene, person, 'android');
    await scene.phone.pay(placed.out_trade_no, { openid: person.openid, notify: false });
    await scene.advance(10);
    await scene.ask(`/api/v1/orders/${placed.id}/check`, { token: person.token, method: 'POST' });
    // Whose question died with the process asks again, a moment later.
    await scene.advance(10);
    const { json } = await scene.ask(`/api/v1/orders/${placed.id}/check`, { token: person.token, method: 'POST' });
    expect(json.status).to.equal('paid');
    await scene.over();
    await expectOrder(scene, person, placed.id, paid, 600);
  },
};

const expired: Flow = {
  name: 'an order that nobody pays',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed } = await order(scene, person, 'android');
    await scene.advance(EXPIRY_SECONDS);
    await scene.sweep('close-expired-orders');
    await scene.advance(600);
    await scene.sweep('close-expired-orders');
    await scene.over();
    await expectOrder(scene, person, placed.id, { status: 'closed' }, 0);
  },
};

const stillOpen: Flow = {
  name: 'an order by virtual payment that nobody pays',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed, checkout } = await order(scene, person, 'ios');
    await scene.phone.payVirtually(person.openid, checkout.params, { pay: false });
    await scene.step(({ application }) => application.closeUnpaid(placed.out_trade_no as OutTradeNo, 'user', 'order'));
    await scene.advance(EXPIRY_SECONDS);
    await scene.sweep('close-expired-orders');
    await scene.advance(600);
    await scene.sweep('close-expired-orders', 'poll-payments');
    await scene.over();
    await expectOrder(scene, person, placed.id, { status: 'closed' }, 0);
  },
};

const unanswered: Flow = {
  name: 'a push while WeChat does not answer',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed, checkout } = await order(scene, person, 'ios');
    const outTradeNo = await scene.phone.payVirtually(person.openid, checkout.params, { notify: false });
    await scene.phone.faults({ seed: 1, rules: [{ on: 'request', fault: 'system_error', path: '/xpay', times: 1 }] });
    await scene.told(() => scene.phone.push(outTradeNo));
    await scene.until(async () => expect((await scene.phone.faults())[0]).to.equal(1), 'handle-notifications');
    await scene.phone.faults({ seed: 1, rules: [] });
    for (const seconds of [60, 600]) {
      await scene.advance(seconds);
      await scene.sweep('handle-notifications');
    }
    await scene.over();
    await expectOrder(scene, person, placed.id, paid, 600);
  },
};

const late: Flow = {
  name: 'a payment of an order that was closed',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed } = await order(scene, person, 'android');
    const number = placed.out_trade_no as OutTradeNo;
    await scene.step(({ application }) => application.closeUnpaid(number, 'user', 'order'));
    await scene.phone.pay(number, { openid: person.openid, despite_close: true, notify: false });
    await scene.told(() => scene.phone.deliver(number));
    await scene.until(() => expectOrder(scene, person, placed.id, paid, 600), 'handle-notifications');
    await scene.over();
    await expectOrder(scene, person, placed.id, paid, 600);
  },
};

const twice: Flow = {
  name: 'an order that is paid twice',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: first } = await order(scene, person, 'android');
    await scene.step(({ application }) => application.closeUnpaid(first.out_trade_no as OutTradeNo, 'user', 'attempt'));
    const { order: again } = await order(scene, person, 'android');
    expect(again.id).to.equal(first.id);
    await scene.phone.pay(again.out_trade_no, { openid: person.openid, notify: false });
    await scene.told(() => scene.phone.deliver(again.out_trade_no));
    await scene.phone.pay(first.out_trade_no, { openid: person.openid, despite_close: true, notify: false });
    await scene.told(() => scene.phone.deliver(first.out_trade_no));
    await scene.sweep('handle-notifications', 'send-refunds');
    await scene.advance(70);
    await scene.sweep('send-refunds');
    await scene.advance(70);
    await scene.sweep('poll-refunds');
    await scene.over();
    await expectOrder(scene, person, first.id, paid, 600);
    const back = (await scene.phone.refunds()).filter((each) => each.out_trade_no === first.out_trade_no);
    expect(back.map(({ amount, status }) => `${amount.refund} ${status}`)).to.deep.equal(['5000 SUCCESS']);
  },
};

export const BUYING: readonly Flow[] = [
  signIn,
  told,
  polled,
  pushed,
  asked,
  expired,
  stillOpen,
  unanswered,
  late,
  twice,
];
