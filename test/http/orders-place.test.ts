import { expect } from 'chai';
import { FakeGateway } from '../support/fake-gateway.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const ORDER_KEYS = [
  ...['id', 'out_trade_no', 'status', 'package_id', 'package_name'],
  ...['list_price_fen', 'amount_fen', 'points', 'bonus_points', 'promotions'],
  ...['placed_at', 'expires_at', 'paid_at', 'points_expire_at', 'transaction_id', 'refunded_fen'],
];

describe('POST /api/v1/orders', () => {
  const system = useTestSystem();
  const place = (token: string | undefined, body: unknown) => system().call('/api/v1/orders', { token, body });

  it('201 gives the order, and what wx.requestPayment needs', async () => {
    const person = await system().actors.aPerson();
    const packageId = await system().actors.packageId('points-300');
    const { status, json, text } = await place(person.token, { package_id: packageId });
    expect(status).to.equal(201);
    expect(json).to.have.all.keys('order', 'checkout');
    expect(json.order).to.have.all.keys(ORDER_KEYS);
    expect(json.order).to.include({
      ...{ status: 'pending', package_id: packageId, package_name: '300元=4000积分' },
      ...{ list_price_fen: 30_000, amount_fen: 30_000, points: 4_000, bonus_points: 200 },
      ...{ paid_at: null, points_expire_at: null, transaction_id: null },
    });
    expect(json.order.id).to.match(/^ord_[0-9a-f]{32}$/);
    expect(json.order.out_trade_no).to.match(/^[0-9a-f]{32}$/);
    expect(json.order.placed_at).to.match(INSTANT);
    expect(Date.parse(json.order.expires_at) - Date.parse(json.order.placed_at)).to.equal(30 * 60_000);
    expect(json.checkout).to.have.all.keys('gateway', 'params');
    expect(json.checkout.gateway).to.equal('jsapi');
    expect(json.checkout.params).to.have.all.keys('appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign');
    expect(text).not.to.include(person.openid);
  });

  it('201 gives the open order again to a buyer who asks again, even twenty times at once', async () => {
    const { token } = await system().actors.aPerson();
    const body = { package_id: await system().actors.packageId() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(token, body)));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(20).fill(201));
    expect(new Set(answers.map(({ json }) => `${json.order.id} ${json.order.out_trade_no}`)).size).to.equal(1);
  });

  it('409 names the order that the buyer has paid in the meantime, and credits it', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.anOrder(person);
    await system().phone.pay(order.out_trade_no, { notify: false });
    const answer = await place(person.token, { package_id: order.package_id });
    expectProblem(answer, [409, 'order_already_paid', 'zh'], ['order_id']);
    expect(answer.json.order_id).to.equal(order.id);
    expect(await system().actors.balanceOf(person)).to.equal(600);
  });

  it('409 when the price is not the expected one, and tells it; nothing is placed', async () => {
    const { token } = await system().actors.aPerson();
    const package_id = await system().actors.packageId();
    const before = await system().rowCounts();
    for (const expected_amount_fen of [4_999, 5_001]) {
      const answer = await place(token, { package_id, expected_amount_fen });
      expectProblem(answer, [409, 'price_changed', 'zh'], ['amount_fen']);
      expect(answer.json.amount_fen).to.equal(5_000);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
    expect((await place(token, { package_id, expected_amount_fen: 5_000 })).status).to.equal(201);
  });

  it('409 for a package of another storefront: it exists, but is not on sale here', async () => {
    const { token } = await system().actors.aPerson();
    const [{ id }] = await system().knex('catalog.packages').where({ code: 'small' });
    const before = await system().rowCounts();
    const body = { package_id: `pkg_${id.replaceAll('-', '')}` };
    expectProblem(await place(token, body), [409, 'package_closed', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('409 for a package that was switched off', async () => {
    const { token } = await system().actors.aPerson();
    const body = { package_id: await system().actors.packageId('points-10') };
    await system().knex('catalog.packages').where({ code: 'points-10' }).update({ enabled: false });
    const before = await system().rowCounts();
    expectProblem(await place(token, body), [409, 'package_closed', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('409 for a user without an identity at the app that pays', async () => {
    const person = await system().actors.aPerson();
    const body = { package_id: await system().actors.packageId() };
    await system().knex('identity.session_keys').where({ openid: person.openid }).delete();
    const identities = system().knex('identity.wechat_identities').where({ openid: person.openid });
    await identities.clone().update({ appid: 'wx-of-another-app' });
    const before = await system().rowCounts();
    expectProblem(await place(person.token, body), [409, 'payer_unknown', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  const unknown = [
    `pkg_${'0'.repeat(32)}`,
    `ord_${'0'.repeat(32)}`,
    "pkg_'; drop table catalog.packages",
    `pkg_${'0'.repeat(31)}Ａ`,
    `PKG_${'0'.repeat(32)}`,
    `pkg_${'0'.repeat(32)}\n`,
    '\u0000',
    '套餐',
    '',
  ];
  for (const packageId of unknown) {
    it(`404 for the package ${JSON.stringify(packageId)}`, async () => {
      const { token } = await system().actors.aPerson();
      const before = await system().rowCounts();
      expectProblem(await place(token, { package_id: packageId }), [404, 'unknown_package', 'zh']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  const malformed: readonly (readonly [string, unknown])[] = [
    ['no package', {}],
    ['an overlong id', { package_id: `pkg_${'0'.repeat(61)}` }],
    ['a list for an id', { package_id: ['pkg_1'] }],
    ['an expected price of nothing', { package_id: `pkg_${'0'.repeat(32)}`, expected_amount_fen: 0 }],
    ['an expected price in parts of a fen', { package_id: `pkg_${'0'.repeat(32)}`, expected_amount_fen: 1.5 }],
    ['a price of its own', { package_id: `pkg_${'0'.repeat(32)}`, price_fen: 1 }],
    ['a list', []],
  ];
  for (const [what, body] of malformed) {
    it(`400 for ${what}`, async () => {
      const { token } = await system().actors.aPerson();
      const before = await system().rowCounts();
      expectProblem(await place(token, body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('401 without a session', async () => {
    const before = await system().rowCounts();
    const body = { package_id: await system().actors.packageId() };
    expectProblem(await place(undefined, body), [401, 'session_missing', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });
});

describe('POST /api/v1/orders, where WeChat Pay refuses', () => {
  const gateway = new FakeGateway();
  const parts = { gateways: new Map([['jsapi', gateway] as const]) };
  const system = useTestSystem({ parts });
  before(() => {
    gateway.payerAppid = system().credentials.appid;
  });
  const placeOne = async () => {
    const { token } = await system().actors.aPerson();
    return system().call('/api/v1/orders', { token, body: { package_id: await system().actors.packageId() } });
  };

  it('502 when it rejects the request; its words go to the log alone', async () => {
    gateway.checkouts.gives({ kind: 'rejected', reason: 'MCH_NOT_EXISTS: secret words' });
    const answer = await placeOne();
    expectProblem(answer, [502, 'payment_rejected', 'zh']);
    expect(answer.text).not.to.include('secret words');
    expect(system().logLines.join('')).to.include('MCH_NOT_EXISTS: secret words');
  });

  it('201 with a new number when it has closed the one before', async () => {
    gateway.checkouts.gives({ kind: 'closed' });
    const answer = await placeOne();
    expect(answer.status).to.equal(201);
    const [closed, fresh] = gateway.sent.slice(-2).map(({ body }) => JSON.parse(body).out_trade_no);
    expect(answer.json.order.out_trade_no).to.equal(fresh).and.not.to.equal(closed);
  });

  it('500 for a fault that nobody expected, without a word of it', async () => {
    gateway.checkouts.gives(new TypeError('the inside of the house'));
    const answer = await placeOne();
    expectProblem(answer, [500, 'internal_error', 'zh']);
    expect(answer.text).not.to.include('house');
    expect(system().logLines.join('')).to.include('the inside of the house');
  });
});
