import { expect } from 'chai';
import { sealUnder } from '../../src/adapters/system/seal-secret.ts';
import { sealedFor } from '../../src/domain/identity/session-key.ts';
import { eventually } from '../support/http/eventually.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { aVirtualOrder, VIRTUAL } from '../support/http/virtual-order.ts';

describe('buying through virtual payment', () => {
  const system = useTestSystem({ parts: { channels: VIRTUAL } });
  const sessionKeys: string[] = [];
  const statusOf = async (token: string, orderId: string): Promise<string> =>
    (await system().call(`/api/v1/orders/${orderId}`, { token })).json.status;

  it('gives the phone what WeChat takes, and never the session key', async () => {
    const { knex, actors, call, phone } = system();
    const person = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    const { status, json } = await call('/api/v1/orders', { token: person.token, body });
    expect(status).to.equal(201);
    expect(json.checkout.gateway).to.equal('xpay');
    expect(Object.keys(json.checkout.params)).to.have.members(['signData', 'paySig', 'signature', 'mode']);
    expect(await phone.payVirtually(person.openid, json.checkout.params, { pay: false })).to.equal(
      json.order.out_trade_no,
    );
    const { appid, sealed } = await knex('identity.session_keys').where({ openid: person.openid }).first();
    const key = sealUnder(system().credentials.appSecret).open(sealed, sealedFor(appid, person.openid));
    expect(key).to.match(/^[\w+/]{22}==$/);
    sessionKeys.push(key as string);
    for (const secret of [key, sealed]) expect(JSON.stringify(json)).not.to.include(secret);
  });

  it('gives the same order and number again, which the phone can open again', async () => {
    const { actors, call, phone } = system();
    const person = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    const place = async () => (await call('/api/v1/orders', { token: person.token, body })).json;
    const first = await place();
    await phone.payVirtually(person.openid, first.checkout.params, { pay: false });
    const again = await place();
    expect(again.checkout.params.signData).to.equal(first.checkout.params.signData);
    await phone.payVirtually(person.openid, again.checkout.params);
  });

  it('asks for a new login when the session key is not known, and goes on with it', async () => {
    const { actors, call, knex, phone } = system();
    const person = await actors.aPerson();
    await knex('identity.session_keys').where({ openid: person.openid }).delete();
    const body = { package_id: await actors.packageId() };
    const place = (token: string) => call('/api/v1/orders', { token, body });
    expectProblem(await place(person.token), [409, 'payer_session_missing', 'zh']);
    const { code } = await phone.login(person.name);
    const { json } = await call('/api/v1/session', { body: { code } });
    const { status, json: placed } = await place(json.token);
    expect(status).to.equal(201);
    await phone.payVirtually(person.openid, placed.checkout.params);
  });

  it('is found by a question of the buyer when no push comes', async () => {
    const { person, orderId } = await aVirtualOrder(system(), { pay: true, notify: false });
    const { json } = await system().call(`/api/v1/orders/${orderId}/check`, { method: 'POST', token: person.token });
    expect(json.status).to.equal('paid');
    expect(await system().actors.balanceOf(person)).to.equal(600);
  });

  it('is found by polling when nobody asks', async () => {
    const { person, orderId } = await aVirtualOrder(system(), { pay: true, notify: false });
    await system().advance(10);
    await system().sweep('poll-payments');
    expect(await statusOf(person.token, orderId)).to.equal('paid');
  });

  it('is told to WeChat as delivered where WeChat’s own push has not come through', async () => {
    const { advance, knex, phone, sweep } = system();
    const { outTradeNo } = await aVirtualOrder(system(), { pay: true, notify: false });
    await advance(10);
    await sweep('poll-payments');
    expect((await phone.virtualOrder(outTradeNo)).status).to.equal(2);
    await advance(60);
    await sweep('report-deliveries');
    expect((await phone.virtualOrder(outTradeNo)).status).to.equal(4);
    const [report] = await knex('ordering.deliveries').where({ out_trade_no: outTradeNo });
    expect(report).to.include({ state: 'done' });
  });

  it('takes back the points of a refund that Apple makes uninvited', async () => {
    const { person, outTradeNo } = await aVirtualOrder(system(), { pay: true });
    await eventually(async () => expect(await system().actors.balanceOf(person)).to.equal(600));
    await system().phone.refundByApple(outTradeNo, 5_000);
    await eventually(async () => expect(await system().actors.balanceOf(person)).to.equal(0));
  });

  it('does not keep the buyer waiting for what WeChat still has open, and credits it when it is paid after all', async () => {
    const { actors, advance, call, phone, sweep } = system();
    const { person, orderId, outTradeNo } = await aVirtualOrder(system(), { pay: false });
    await advance(31 * 60);
    await sweep('close-expired-orders');
    expect(await statusOf(person.token, orderId)).to.equal('closed');
    const body = { package_id: await actors.packageId() };
    const second = await call('/api/v1/orders', { token: person.token, body });
    expect(second.json.order.id).not.to.equal(orderId);
    await phone.payVirtually(person.openid, second.json.checkout.params, { notify: false });
    await advance(80 * 60);
    await phone.payLater(outTradeNo, { notify: false });
    await advance(11 * 60);
    await sweep('poll-payments');
    expect(await statusOf(person.token, orderId)).to.equal('paid');
    expect(await statusOf(person.token, second.json.order.id)).to.equal('paid');
    expect(await actors.balanceOf(person)).to.equal(1200);
  });

  it('is found by polling also where the phone began it after the order had been closed, on a page that was left open', async () => {
    const { actors, call, phone, advance, sweep } = system();
    const person = await actors.aPerson();
    const { json } = await call('/api/v1/orders', {
      token: person.token,
      body: { package_id: await actors.packageId() },
    });
    await advance(31 * 60);
    await sweep('close-expired-orders');
    expect(await statusOf(person.token, json.order.id)).to.equal('closed');
    for (let minutes = 0; minutes < 30; minutes += 10) {
      await advance(600);
      await sweep('poll-payments');
    }
    await phone.payVirtually(person.openid, json.checkout.params, { notify: false });
    await advance(601);
    await sweep('poll-payments');
    expect(await statusOf(person.token, json.order.id)).to.equal('paid');
    expect(await actors.balanceOf(person)).to.be.greaterThan(0);
  });

  it('ends with WeChat’s own closing when nobody pays', async () => {
    const { advance, knex, phone, sweep } = system();
    const { outTradeNo } = await aVirtualOrder(system(), { pay: false });
    await advance(31 * 60);
    await sweep('close-expired-orders');
    const attempt = () => knex('ordering.payment_attempts').where({ out_trade_no: outTradeNo }).first();
    expect((await attempt()).next_poll_at).not.to.equal(null);
    for (let times = 0; times < 11; times++) {
      await advance(10 * 60);
      await sweep('poll-payments');
    }
    expect((await phone.virtualOrder(outTradeNo)).status).to.equal(6);
    expect((await attempt()).next_poll_at).to.equal(null);
  });

  it('503 while WeChat does not answer; asked again later, the same number', async () => {
    const { actors, call, startWechat, stopWechat } = system();
    const person = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    await stopWechat();
    const down = await call('/api/v1/orders', { token: person.token, body });
    await startWechat();
    expectProblem(down, [503, 'wechat_api_unavailable', 'zh']);
    const { status, json } = await call('/api/v1/orders', { token: person.token, body });
    expect(status).to.equal(201);
    const kept = await system().knex('ordering.payment_attempts').where({ payer_openid: person.openid });
    expect(kept.map(({ out_trade_no }) => out_trade_no)).to.deep.equal([json.order.out_trade_no]);
  });

  it('names the goods by their package and the price that is paid', async () => {
    const { actors, call } = system();
    const person = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    const { json } = await call('/api/v1/orders', { token: person.token, body });
    const { goodsPrice, productId } = JSON.parse(json.checkout.params.signData);
    expect(productId).to.equal(`points_50_${goodsPrice}`);
    expect(goodsPrice).to.equal(json.order.amount_fen);
  });

  it('leaves no secret in the log', async () => {
    const { credentials, logLines } = system();
    const log = logLines.join('');
    const { appSecret, xpay, push } = credentials;
    for (const secret of [appSecret, xpay.appKey, push.token, push.encodingAesKey, ...sessionKeys]) {
      expect(log).not.to.include(secret);
    }
    expect(log).not.to.match(/access_token|pay_sig|session_key/);
  });
});
