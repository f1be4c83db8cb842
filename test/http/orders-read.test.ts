import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const HOSTILE_IDS = [
  `ord_${'0'.repeat(32)}`,
  `pkg_${'0'.repeat(32)}`,
  "ord_'; drop table ordering.orders; --",
  'ord_订单',
  `ord_${'f'.repeat(4_000)}`,
  'ord_%00',
  '..%2f..%2fetc%2fpasswd',
  '__proto__',
];

describe('GET /api/v1/orders/:id', () => {
  const system = useTestSystem();
  const read = (token: string | undefined, id: string) => system().call(`/api/v1/orders/${id}`, { token });

  it('200 shows an open order as it was placed', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.anOrder(person);
    const { status, json } = await read(person.token, order.id);
    expect(status).to.equal(200);
    expect(json).to.deep.equal(order);
  });

  it('200 shows a paid order with its payment and the expiry of its points', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.aPaidOrder(person);
    const { json, text } = await read(person.token, order.id);
    expect(json).to.have.all.keys(Object.keys(order));
    expect(json).to.include({ id: order.id, out_trade_no: order.out_trade_no, status: 'paid' });
    expect(json.paid_at).to.match(INSTANT);
    expect(json.points_expire_at).to.match(INSTANT);
    expect(json.transaction_id).to.match(/^\d{28}$/);
    expect(text).not.to.include(person.openid);
  });

  it('404 for the order of another user, as for one that never was', async () => {
    const order = await system().actors.anOrder(await system().actors.aPerson());
    const { token } = await system().actors.aPerson();
    expectProblem(await read(token, order.id), [404, 'unknown_order', 'zh']);
  });

  for (const id of HOSTILE_IDS) {
    it(`404 for the id ${id.slice(0, 40)}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await read(token, encodeURI(id).replaceAll('%25', '%')), [404, 'unknown_order', 'zh']);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await read(undefined, `ord_${'0'.repeat(32)}`), [401, 'session_missing', 'zh']);
  });
});

describe('POST /api/v1/orders/:id/check', () => {
  const system = useTestSystem();
  const check = (token: string | undefined, id: string) =>
    system().call(`/api/v1/orders/${id}/check`, { method: 'POST', token });

  it('200 settles a payment whose notification never came', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.anOrder(person);
    await system().phone.pay(order.out_trade_no, { notify: false });
    const { status, json } = await check(person.token, order.id);
    expect(status).to.equal(200);
    expect(json).to.have.all.keys(Object.keys(order));
    expect(json.status).to.equal('paid');
    expect(await system().actors.balanceOf(person)).to.equal(600);
  });

  it('200 shows an order that is not paid, however often it is asked', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.anOrder(person);
    const answers = await Promise.all(Array.from({ length: 10 }, () => check(person.token, order.id)));
    for (const { status, json } of answers) expect([status, json]).to.deep.equal([200, order]);
  });

  it('404 for the order of another user, which it leaves as it is', async () => {
    const order = await system().actors.anOrder(await system().actors.aPerson());
    const { token } = await system().actors.aPerson();
    const before = await system().rowCounts();
    expectProblem(await check(token, order.id), [404, 'unknown_order', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('404 for an id that is none', async () => {
    const { token } = await system().actors.aPerson();
    expectProblem(await check(token, "ord_'; drop"), [404, 'unknown_order', 'zh']);
  });

  it('401 without a session', async () => {
    expectProblem(await check(undefined, `ord_${'0'.repeat(32)}`), [401, 'session_missing', 'zh']);
  });
});
