import { expect } from 'chai';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('while WeChat is down', () => {
  const system = useTestSystem();

  it('503 to an order; asked again later, the same order is placed once, under the same number', async () => {
    const person = await system().actors.aPerson();
    const body = { package_id: await system().actors.packageId() };
    const place = () => system().call('/api/v1/orders', { token: person.token, body });
    await system().stopWechat();
    const down = await place();
    expectProblem(down, [503, 'wechat_pay_unavailable', 'zh']);
    expect(down.headers.get('retry-after')).to.equal('2');
    expectProblem(await place(), [503, 'wechat_pay_unavailable', 'zh']);
    const [kept, ...more] = await system().knex('ordering.payment_attempts');
    expect(more).to.deep.equal([]);
    await system().startWechat();
    const { status, json } = await place();
    expect(status).to.equal(201);
    expect(json.order.out_trade_no).to.equal(kept.out_trade_no);
    expect(json.order.id).to.equal(`ord_${kept.order_id.replaceAll('-', '')}`);
    expect(await system().phone.orders()).to.have.length(1);
  });

  it('503 to signing in and to a check; reading goes on', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.anOrder(person);
    const { code } = await system().phone.login('later');
    await system().stopWechat();
    const signIn = () => system().call('/api/v1/session', { body: { code } });
    const before = await system().rowCounts();
    expectProblem(await signIn(), [503, 'wechat_login_unavailable', 'zh']);
    const check = await system().call(`/api/v1/orders/${order.id}/check`, { method: 'POST', token: person.token });
    expectProblem(check, [503, 'wechat_pay_unavailable', 'zh']);
    expect((await system().call(`/api/v1/orders/${order.id}`, { token: person.token })).json).to.deep.equal(order);
    expect((await system().call('/readyz')).status).to.equal(200);
    expect(await system().rowCounts()).to.deep.equal(before);
    await system().startWechat();
    expect((await signIn()).status).to.equal(201);
  });
});
